using System.Security.Cryptography;
using System.Text;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Writes dpkg's database for packages that were unpacked here, so that <c>dpkg --configure -a</c> finds them as <c>dpkg --unpack</c>
/// would have left them.
/// </summary>
/// <remarks>Layout: dpkg's doc/spec, deb-triggers(5), and the sources of dpkg 1.22 (lib/dpkg/dump.c, src/main/unpack.c).</remarks>
internal static class DpkgDatabase
{
    private const string Folder = "/var/lib/dpkg";
    private const UnixFileMode LockMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>Writes a new database; packages in the order given.</summary>
    public static void Write(RootFs root, IReadOnlyList<UnpackedPackage> packages, IReadOnlyList<string> architectures)
    {
        foreach (var folder in (string[])["", "/info", "/updates", "/triggers", "/alternatives", "/parts"])
            root.CreateDirectory(Folder + folder);
        WriteFile(root, "/arch", string.Join('\n', architectures) + "\n");
        WriteFile(root, "/info/format", "1\n");
        WriteFile(root, "/diversions", "");
        foreach (var name in (string[])["/lock", "/lock-frontend"])
            WriteFile(root, name, "", LockMode);
        foreach (var package in packages)
            WriteInfo(root, package);
        WriteTriggers(root, packages);
        WriteFile(root, "/status", string.Join('\n', packages.Select(package => Stanza(root, package))));
    }

    // Configuration files are in place already, unlike after dpkg --unpack, which leaves them as .dpkg-new: scripts of other packages
    // read them before their own package is configured (pwconv reads login.defs). dpkg takes a file without .dpkg-new for one that was
    // dealt with before it was interrupted, and keeps the hash (src/main/configure.c, deferred_configure_conffile).
    private static string Stanza(RootFs root, UnpackedPackage package)
    {
        var stanza = ControlFile.Parse(package.Control.ToString());
        stanza.Insert("Status", "install ok unpacked", after: "Package");
        if (package.Conffiles.Count > 0)
            stanza.Insert("Conffiles", string.Concat(package.Conffiles.Select(file => $"\n {file} {Hash(root, file)}")), after: "Version");
        return stanza.ToString();
    }

    private static string Hash(RootFs root, string file)
    {
        var path = root.Resolve(BytePath.Display(file));
        if (!File.Exists(path))
            return "newconffile"; // left out by a path filter
#pragma warning disable CA5351 // MD5 is what dpkg's database has; it guards nothing
        return Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(path)));
#pragma warning restore CA5351
    }

    private static void WriteInfo(RootFs root, UnpackedPackage package)
    {
        var start = $"{root.Resolve(Folder + "/info")}/{package.InfoName}.";
        File.WriteAllBytes(start + "list", Encoding.Latin1.GetBytes(string.Concat(package.Files.Select(file => file + "\n"))));
        foreach (var member in package.Members)
        {
            File.WriteAllBytes(start + member.Name, member.Content);
            File.SetUnixFileMode(start + member.Name, (UnixFileMode)member.Mode);
            File.SetLastWriteTimeUtc(start + member.Name, DateTime.UnixEpoch.AddSeconds(member.Seconds));
        }
    }

    // Interest in a path goes to triggers/File, interest in a name to a file of that name; deb-triggers(5).
    private static void WriteTriggers(RootFs root, IReadOnlyList<UnpackedPackage> packages)
    {
        var lines = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal) { ["File"] = new(), ["Unincorp"] = new() };
        foreach (var package in packages)
        {
            var text = package.Member("triggers") is { } member ? Encoding.UTF8.GetString(member.Content) : "";
            foreach (var line in text.Split('\n'))
            {
                var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words is not [var directive, var trigger] || !directive.StartsWith("interest", StringComparison.Ordinal))
                    continue;
                var name = package.InfoName + (directive == "interest-noawait" ? "/noawait" : "");
                if (!lines.TryGetValue(trigger[0] == '/' ? "File" : trigger, out var list))
                    lines[trigger] = list = new();
                list.Append(trigger[0] == '/' ? $"{trigger} {name}\n" : name + "\n");
            }
        }

        foreach (var (file, text) in lines)
            WriteFile(root, "/triggers/" + file, text.ToString());
    }

    private static void WriteFile(RootFs root, string name, string text, UnixFileMode mode = RootFs.DefaultMode)
    {
        var path = root.Resolve(Folder + name);
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text));
        File.SetUnixFileMode(path, mode);
    }
}
