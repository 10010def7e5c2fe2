using System.Globalization;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Engine;

/// <summary>Reads what <c>apt-get --print-uris</c> prints: <c>'URI' FILE SIZE HASH</c>, one line for each file.</summary>
internal static class PrintedUris
{
    /// <summary>The packages of the lines; other lines, and .deb files that were named by their path and so have no hash, are skipped.</summary>
    /// <exception cref="BuildException">A package has no SHA-256.</exception>
    public static IReadOnlyList<ResolvedPackage> Parse(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.StartsWith('\'') && !IsLocal(line)).Select(Package)];

    private static bool IsLocal(string line) => line.StartsWith("'file:/", StringComparison.Ordinal) && line.EndsWith(' ');

    private static ResolvedPackage Package(string line)
    {
        var end = line.IndexOf("' ", StringComparison.Ordinal);
        if (end < 0 || line[(end + 2)..].Split(' ') is not [var file, var size, var hash])
            throw new BuildException($"apt printed a line this program does not understand: {line}");
        var parts = Path.GetFileNameWithoutExtension(file).Split('_');
        if (!hash.StartsWith("SHA256:", StringComparison.Ordinal))
            throw new BuildException($"package '{parts[0]}' has no SHA-256 in the archive's index", "its source is too old or badly made: leave it out");
        // apt writes the colon of an epoch as %3a in file names.
        return new(
            parts[0],
            parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "",
            parts.Length > 2 ? parts[2] : "",
            line[1..end],
            file,
            long.Parse(size, CultureInfo.InvariantCulture),
            hash["SHA256:".Length..].ToLowerInvariant());
    }
}
