using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// A small apt archive with exactly the packages of a plan, for tools that install from archives only. It is not signed: apt has verified
/// the packages when they were chosen, and the store holds them by their hash.
/// </summary>
/// <remarks>Layout: Debian wiki, DebianRepository/Format.</remarks>
public static class LocalArchive
{
    /// <summary>Its only component.</summary>
    public const string Component = "main";

    /// <summary>Makes an archive; packages are links to where they are.</summary>
    /// <param name="folder">Its folder, which is made.</param>
    /// <param name="selection">Its suite.</param>
    /// <param name="codename">The suite's codename.</param>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="published">Its date, in seconds since 1970; apt refuses one in the future.</param>
    /// <param name="packages">Packages with their files.</param>
    public static void Write(
        string folder, BootstrapSelection selection, string codename, string architecture, long published, IEnumerable<KeyValuePair<ResolvedPackage, string>> packages)
    {
        Directory.CreateDirectory(folder + "/pool");
        var index = new StringBuilder();
        foreach (var (package, file) in packages.OrderBy(p => p.Key.Name, StringComparer.Ordinal))
        {
            // Without the version, whose colon and tilde are written in three ways.
            var place = $"pool/{package.Name}_{package.Architecture}.deb";
            File.CreateSymbolicLink($"{folder}/{place}", file);
            index.Append(PackageUnpacker.ReadControl(file))
                .Append(CultureInfo.InvariantCulture, $"Filename: {place}\nSize: {package.Size}\nSHA256: {package.Sha256}\n\n");
        }

        var suite = $"{folder}/dists/{selection.Suite}";
        var name = $"{Component}/binary-{architecture}/Packages";
        var text = Encoding.Latin1.GetBytes(index.ToString()); // as control files are read
        Directory.CreateDirectory(Path.GetDirectoryName($"{suite}/{name}")!);
        File.WriteAllBytes($"{suite}/{name}", text);
        File.WriteAllText($"{suite}/Release", string.Create(CultureInfo.InvariantCulture, $"""
            Suite: {selection.Suite}
            Codename: {codename}
            Date: {DateTimeOffset.FromUnixTimeSeconds(published):ddd, dd MMM yyyy HH:mm:ss} UTC
            Architectures: {architecture}
            Components: {Component}
            SHA256:
             {Convert.ToHexStringLower(SHA256.HashData(text))} {text.Length} {name}

            """));
    }
}
