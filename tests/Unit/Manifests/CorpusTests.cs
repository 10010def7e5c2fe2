using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class CorpusTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "corpus", "upstream-manifests");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.y*ml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_manifest_of_the_original_lacks_nothing_but_its_units(string name)
    {
        var report = ManifestReader.Check(Path.Combine(Folder, name), ManifestFile.Units);

        Assert.DoesNotContain(report.Diagnostics, finding => finding.Code is not (ErrorCodes.UnknownProvider or ErrorCodes.UnknownPlugin));
        Assert.Contains(report.Diagnostics, finding => finding.Code == ErrorCodes.UnknownProvider);
    }
}
