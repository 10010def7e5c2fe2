using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Schema;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class SettingCaseTests
{
    [Fact]
    public void The_binder_takes_what_the_table_calls_valid_and_nothing_else()
    {
        var wrong = SettingCases.All.Where(@case => Errors(@case).Any() == @case.IsValid).Select(@case => $"{@case} but gave {string.Join("; ", Errors(@case))}");

        var report = string.Join("\n", wrong);
        if (report.Length > 0)
            Assert.Fail(report);
    }

    [Fact]
    public void Every_base_setting_has_a_valid_and_an_invalid_case()
    {
        var settings = SettingsTable.Rows(typeof(BaseOptions)).Select(row => row.Key).ToHashSet();
        var refused = SettingCases.All.Where(@case => !@case.IsValid).Select(@case => @case.Setting).ToHashSet();

        Assert.Empty(settings.Except(refused));
    }

    private static IEnumerable<string> Errors(SettingCase @case)
    {
        using var file = new ManifestFile(@case.Manifest().ToJsonString(), "m.json");
        return [.. file.Check().Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Code}: {finding.Message}")];
    }
}
