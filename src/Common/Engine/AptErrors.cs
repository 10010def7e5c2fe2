using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Common.Engine;

/// <summary>Turns what apt says when it fails into an error with a reason and a hint.</summary>
internal static partial class AptErrors
{
    // The first that matches is the cause; those further down are what follows from it.
    private static readonly (string Sign, string Reason, string Hint)[] Causes =
    [
        ("NO_PUBKEY", "the signature is by a key that is not in the keyring", "name the right keyring (bootstrapper.keyring), or add the key under packages.trusted-keys"),
        ("EXPKEYSIG", "the signature's key has expired", "upgrade debian-archive-keyring on this host, or name another keyring (bootstrapper.keyring)"),
        ("REVKEYSIG", "the signature's key was revoked", "upgrade debian-archive-keyring on this host"),
        ("BADSIG", "the signature is wrong: the index was altered", "use another mirror with --mirror"),
        ("Hash Sum mismatch", "an index is not what its signature promises", "the mirror is being updated or alters files: wait some minutes, or use another one with --mirror"),
        ("File has unexpected size", "an index is not what its signature promises", "the mirror is being updated or alters files: wait some minutes, or use another one with --mirror"),
        ("is expired", "the index has expired: the mirror is outdated", "use another mirror with --mirror; to use it as it is, put 'Acquire::Check-Valid-Until \"false\";' under packages.apt.conf.d, or into this host's apt configuration"),
        ("is not valid yet", "the index is from the future: this host's clock is wrong", "set the clock"),
        ("401  Unauthorized", "the archive does not take the name and password it is given, or is given none", "set the archive's 'username' and 'password' right"),
        ("407  Proxy Authentication", "the proxy does not take the name and password it is given, or is given none", "set the proxy's name and password right"),
        ("is not signed", "the index has no signature", "use another mirror, or build with packages.trusted-keys and the key it is signed with"),
        ("Clearsigned file isn't valid", "a proxy or login page answers in the mirror's place", "check the network and the mirror's address"),
        ("404  Not Found", "the mirror does not have it (404)", "check the release, the components and the mirror's address"),
        ("does not have a Release file", "the mirror does not have this suite", "check the release and the mirror's address"),
        ("Temporary failure resolving", "the mirror's name cannot be resolved", "check the network and the mirror's address"),
        ("Could not resolve", "the mirror's name cannot be resolved", "check the network and the mirror's address"),
        ("timed out", "the mirror does not answer in time", "check the network, or use another mirror with --mirror"),
        ("timeout", "the mirror does not answer in time", "check the network, or use another mirror with --mirror"),
        ("Could not connect", "the mirror cannot be reached", "check the network and the mirror's address"),
        ("Connection failed", "the mirror does not answer in time", "check the network, or use another mirror with --mirror"), // its answer never came
        ("No space left", "no space left", "free some space in the cache folder, or choose another one"),
    ];

    /// <summary>The error of a failed update.</summary>
    public static BuildException Update(CommandResult result)
    {
        var lines = Lines(result);
        foreach (var (sign, reason, hint) in Causes)
        {
            if (lines.Find(line => line.Contains(sign, StringComparison.OrdinalIgnoreCase)) is { } line)
                return new($"the package indexes cannot be fetched: {reason}:\n  {line}", hint);
        }

        return new("the package indexes cannot be fetched:\n  " + string.Join("\n  ", lines.TakeLast(8)));
    }

    /// <summary>The error of a solve that found no solution.</summary>
    /// <param name="result">What apt left.</param>
    /// <param name="similar">Finds names like one that does not exist.</param>
    public static async Task<BuildException> SolveAsync(CommandResult result, Func<string, Task<string?>> similar)
    {
        var lines = Lines(result);
        foreach (var line in lines)
        {
            var match = MissingPackage().Match(line);
            if (!match.Success)
                continue;
            var name = match.Groups["name"].Value;
            return new(
                match.Groups["release"].Success
                    ? $"package '{name}' has no version in '{match.Groups["release"].Value}'"
                    : $"package '{name}' does not exist in the image's sources",
                await similar(name) is { } like ? $"did you mean '{like}'?" : "add the source that has it, or leave it out");
        }

        var text = string.Join('\n', lines);
        var unmet = text.IndexOf("unmet dependencies", StringComparison.Ordinal);
        return unmet >= 0
            ? new("the packages cannot be installed together:\n  " + string.Join("\n  ", text[unmet..].Split('\n').Skip(1).Take(12)),
                "a package is excluded, held by a pin, or missing from the sources")
            : new("apt finds no solution:\n  " + string.Join("\n  ", lines.TakeLast(10)));
    }

    private static List<string> Lines(CommandResult result) =>
        [.. (result.Output + "\n" + result.Error).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("Reading ", StringComparison.Ordinal) && !line.StartsWith("Building ", StringComparison.Ordinal))];

    [GeneratedRegex(@"Unable to locate package (?<name>\S+)|Package '(?<name>[^']+)' has no installation candidate|(Release|Version) '(?<release>[^']+)' for '(?<name>[^']+)' was not found|Couldn't find any package by (glob|regex) '(?<name>[^']+)'")]
    private static partial Regex MissingPackage();
}
