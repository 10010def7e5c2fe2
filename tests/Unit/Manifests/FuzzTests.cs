using System.Text;
using BootstrapVz.Base.Manifests;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class FuzzTests : IDisposable
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly string[] Scraps =
        ["{", "}", "[", "]", ":", ": ", "- ", "\n", "\t", "  ", "&a ", "*a", "<<: ", "!!str ", "'", "\"", "|\n", ">", "#", "%", "@", "---\n", "...\n", "null", "yes", "{%Y}", "é", "\u2028", "? ", ",", "0x1", "~"];

    private readonly ManifestFile _yaml = new("");

    private readonly ManifestFile _json = new("", "m.json");

    [Fact]
    public void Random_bytes_never_give_anything_but_findings() =>
        Prop.ForAll<byte[]>(bytes => HoldsFor(bytes, _yaml) && HoldsFor(bytes, _json)).Check(Settings);

    [Fact]
    public void Random_text_never_gives_anything_but_findings() =>
        Prop.ForAll<NonNull<string>>(text => HoldsFor(Encoding.UTF8.GetBytes(text.Get), _yaml) && HoldsFor(Encoding.UTF8.GetBytes(text.Get), _json)).Check(Settings);

    [Fact]
    public void Random_scraps_of_YAML_never_give_anything_but_findings() =>
        Prop.ForAll(
            Gen.Elements(Scraps).ListOf().ToArbitrary(),
            scraps => HoldsFor(Encoding.UTF8.GetBytes(string.Concat(scraps)), _yaml)).Check(Settings);

    [Fact]
    public void A_mutilated_manifest_never_gives_anything_but_findings() =>
        Prop.ForAll(
            (from at in Gen.Choose(0, ManifestFile.Valid.Length - 1) from length in Gen.Choose(0, 12) from scrap in Gen.Elements(Scraps) select (at, length, scrap)).ToArbitrary(),
            change =>
            {
                var end = Math.Min(ManifestFile.Valid.Length, change.at + change.length);
                return HoldsFor(Encoding.UTF8.GetBytes(ManifestFile.Valid[..change.at] + change.scrap + ManifestFile.Valid[end..]), _yaml);
            }).Check(Settings.WithMaxTest(1000));

    public void Dispose()
    {
        _yaml.Dispose();
        _json.Dispose();
    }

    private static bool HoldsFor(byte[] bytes, ManifestFile file)
    {
        File.WriteAllBytes(file.Path, bytes);
        var report = file.Check();
        return report.Diagnostics.All(finding => finding.Location is { Line: >= 1, Column: >= 1 })
            && (report.Manifest is not null || report.Diagnostics.Count > 0);
    }
}
