using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

/// <summary>A manifest in a folder of its own, read with the fixture units.</summary>
internal sealed class ManifestFile : IDisposable
{
    public const string Valid = """
        name: debian-{system.release}-{%Y}
        provider:
          name: box
        system:
          release: trixie
          architecture: amd64
          bootloader: grub
          charmap: UTF-8
          locale: en_US
          timezone: UTC
        volume:
          backing: raw
          partitions:
            type: gpt
            root:
              filesystem: ext4
              size: 2GiB

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("manifest");

    public ManifestFile(string text, string name = "m.yml")
    {
        Path = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllText(Path, text);
    }

    public static UnitCatalog Units => FixtureUnits.Catalog;

    public string Path { get; }

    public ManifestReport Check() => ManifestReader.Check(Path, Units);

    /// <summary>The findings as <c>line:column severity code</c>.</summary>
    public static IReadOnlyList<string> Findings(string text, string name = "m.yml")
    {
        using var file = new ManifestFile(text, name);
        return [.. file.Check().Diagnostics.Select(Short)];
    }

    /// <summary>The only finding.</summary>
    public static Diagnostic Finding(string text, string name = "m.yml")
    {
        using var file = new ManifestFile(text, name);
        return Assert.Single(file.Check().Diagnostics);
    }

    public static Manifest Read(string text, string name = "m.yml")
    {
        using var file = new ManifestFile(text, name);
        return ManifestReader.Read(file.Path, Units);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Short(Diagnostic finding) =>
        $"{finding.Location.Line}:{finding.Location.Column} {(finding.Severity == Severity.Error ? "error" : "warning")} {finding.Code}";
}
