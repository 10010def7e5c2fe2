using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Manifests;

public sealed class AptConfigurationTests
{
    [Fact]
    public async Task Apt_itself_says_which_text_it_cannot_read()
    {
        var host = new LocalHost(new SilentLog());
        Assert.SkipWhen(host.Find("apt-config") is null, "apt is not installed");
        var @case = new SettingCase("", "packages/apt.conf.d", """{"10good": "Acquire::Retries \"3\";", "20bad": "Acquire::Retries \"3\"", "30good": "// nothing"}""", true);
        var folder = Directory.CreateTempSubdirectory("manifest");
        var path = Path.Combine(folder.FullName, "m.json");
        await File.WriteAllTextAsync(path, @case.Manifest().ToJsonString(), TestContext.Current.CancellationToken);

        var report = await ManifestReader.CheckAsync(path, FixtureUnits.Catalog, host, ct: TestContext.Current.CancellationToken);

        folder.Delete(recursive: true);
        var finding = Assert.Single(report.Diagnostics);
        Assert.Equal(ErrorCodes.BadAptConfiguration, finding.Code);
        Assert.Contains("Syntax error", finding.Message, StringComparison.Ordinal);
    }
}
