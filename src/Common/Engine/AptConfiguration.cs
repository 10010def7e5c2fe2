using System.Security.Cryptography;
using System.Text;

namespace BootstrapVz.Common.Engine;

/// <summary>A folder in which apt runs with a configuration of our own: own sources, keys, lists and caches, none of the host's.</summary>
internal static class AptConfiguration
{
    /// <summary>The environment apt runs in.</summary>
    public static Dictionary<string, string?> Environment(string folder) => new()
    {
        ["APT_CONFIG"] = Path.Combine(folder, "apt.conf"),
        ["LC_ALL"] = "C.UTF-8", // its messages are read by AptErrors
        ["DEBIAN_FRONTEND"] = "noninteractive",
    };

    /// <summary>A name for everything an index is made from: sources, architectures and keys.</summary>
    public static string Key(AptSources sources, MirrorMap mirrors)
    {
        var text = new StringBuilder(sources.Text(mirrors)).Append('\n')
            .AppendJoin(' ', sources.ForeignArchitectures.Prepend(sources.Architecture)).Append('\n');
        if (!sources.CheckValidUntil)
            text.Append("any date\n");
        if (sources.CheckSignatures)
        {
            foreach (var key in sources.TrustedKeys.Prepend(sources.Keyring))
                text.Append(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(key)))).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..24];
    }

    /// <summary>Writes the folder; what is there already and right is not touched, or apt would read its caches anew.</summary>
    public static void Write(string folder, AptSources sources, MirrorMap mirrors, TimeSpan timeout)
    {
        foreach (var name in (string[])["lists/partial", "cache", "archives/partial", "trusted", "log"])
            Directory.CreateDirectory(Path.Combine(folder, name));
        WriteText(Path.Combine(folder, "sources.list"), sources.Text(mirrors));
        WriteText(Path.Combine(folder, "status"), "");
        foreach (var (key, i) in (sources.CheckSignatures ? sources.TrustedKeys.Prepend(sources.Keyring) : []).Select((key, i) => (key, i)))
        {
            // apt reads keys by the name's ending only; apt-secure(8).
            var ending = key.EndsWith(".asc", StringComparison.Ordinal) ? "asc" : "gpg";
            File.Copy(key, Path.Combine(folder, "trusted", $"{i:00}.{ending}"), overwrite: true);
        }

        WriteText(Path.Combine(folder, "apt.conf"), Text(folder, sources, timeout));
    }

    private static string Text(string folder, AptSources sources, TimeSpan timeout)
    {
        var architectures = string.Concat(sources.ForeignArchitectures.Prepend(sources.Architecture).Select(a => $" \"{a}\";"));
        var seconds = Math.Max(1, (int)timeout.TotalSeconds);
        // apt's http method tries each file twice by itself; a retry on top of that makes a silent mirror take minutes.
        return $$"""
            Dir "{{folder}}/";
            Dir::State "{{folder}}/";
            Dir::State::lists "{{folder}}/lists/";
            Dir::State::status "{{folder}}/status";
            Dir::State::extended_states "{{folder}}/extended_states";
            Dir::Cache "{{folder}}/cache/";
            Dir::Cache::archives "{{folder}}/archives/";
            Dir::Log "{{folder}}/log/";
            Dir::Etc "{{folder}}/";
            Dir::Etc::main "/dev/null";
            Dir::Etc::parts "/dev/null";
            Dir::Etc::sourcelist "{{folder}}/sources.list";
            Dir::Etc::sourceparts "/dev/null";
            Dir::Etc::preferences "/dev/null";
            Dir::Etc::preferencesparts "/dev/null";
            Dir::Etc::trusted "/dev/null";
            Dir::Etc::trustedparts "{{folder}}/trusted/";
            Dir::Etc::netrc "/etc/apt/auth.conf";
            Dir::Etc::netrcparts "/etc/apt/auth.conf.d";
            APT::Architecture "{{sources.Architecture}}";
            APT::Architectures {{{architectures}} };
            APT::Sandbox::User "root";
            APT::Install-Recommends "false";
            APT::Install-Suggests "false";
            APT::Get::Assume-Yes "true";
            APT::Update::Error-Mode "any";
            APT::Never-MarkAuto-Sections { "metapackages"; "contrib/metapackages"; "non-free/metapackages"; "restricted/metapackages"; "universe/metapackages"; "multiverse/metapackages"; };
            pkgCacheGen::ForceEssential ",";
            Acquire::Languages "none";
            Acquire::ForceHash "SHA256";
            Acquire::PDiffs "false";
            Acquire::CompressionTypes::Order:: "gz";
            Acquire::Retries "0";
            Acquire::Check-Valid-Until "{{(sources.CheckValidUntil ? "true" : "false")}}";
            Acquire::http::Timeout "{{seconds}}";
            Acquire::https::Timeout "{{seconds}}";
            Acquire::http::Pipeline-Depth "10";
            quiet "2";

            """;
    }

    private static void WriteText(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            File.WriteAllText(path, text);
    }
}
