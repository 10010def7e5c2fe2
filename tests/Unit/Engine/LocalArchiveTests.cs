using System.Security.Cryptography;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class LocalArchiveTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("archive");

    [Fact]
    public void An_archive_holds_its_packages_and_what_apt_has_to_know_of_them()
    {
        var other = Package("zsh", "Priority: optional\n");
        var first = Package("apt", "Priority: required\nEssential: yes\n");
        var archive = _folder.FullName + "/archive";

        LocalArchive.Write(archive, new(BootstrapVariant.Minbase, "stable"), "trixie", "amd64", 86400, [other, first]);

        var index = File.ReadAllText(archive + "/dists/stable/main/binary-amd64/Packages");
        Assert.Equal(
            $"""
            Package: apt
            Version: 1.0
            Architecture: all
            Priority: required
            Essential: yes
            Description: a test
            Filename: pool/apt_all.deb
            Size: {first.Key.Size}
            SHA256: {first.Key.Sha256}

            """,
            index[..(index.IndexOf("\n\n", StringComparison.Ordinal) + 1)]);
        Assert.Contains("Package: zsh\n", index, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(first.Value), File.ReadAllBytes(archive + "/pool/apt_all.deb"));
        Assert.Equal(
            [
                "Suite: stable", "Codename: trixie", "Date: Fri, 02 Jan 1970 00:00:00 UTC", "Architectures: amd64", "Components: main", "SHA256:",
                $" {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive + "/dists/stable/main/binary-amd64/Packages")))} {index.Length} main/binary-amd64/Packages",
            ],
            File.ReadAllLines(archive + "/dists/stable/Release"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private KeyValuePair<ResolvedPackage, string> Package(string name, string fields)
    {
        var file = $"{_folder.FullName}/{name}.deb";
        return new(new DebBuilder(name, fields).Write(file) with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) }, file);
    }
}
