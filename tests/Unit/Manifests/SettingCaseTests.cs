using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Schema;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class SettingCaseTests
{
    [Fact]
    public void The_binder_takes_what_the_table_calls_valid_and_nothing_else()
    {
        var wrong = SettingCases.All.Select(@case => (Case: @case, Errors: Errors(@case, FixtureUnits.Catalog).ToList()))
            .Concat(PluginCases.All.Select(@case => (Case: @case, Errors: Errors(@case, PluginCases.Catalog).ToList())))
            .Where(pair => pair.Errors.Count > 0 == pair.Case.IsValid)
            .Select(pair => $"{pair.Case} but gave {string.Join("; ", pair.Errors)}");

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

    [Fact]
    public void Every_setting_of_a_plugin_has_a_valid_and_an_invalid_case()
    {
        var settings = OurUnits.Catalog.Plugins.SelectMany(plugin => SettingsTable.Rows(plugin.OptionsType).Select(row => $"{plugin.Name}: {row.Key}"));
        var cases = PluginCases.All.ToLookup(@case => @case.Setting);

        Assert.DoesNotContain(settings, setting => cases[setting].Select(@case => @case.IsValid).Distinct().Count() < 2);
    }

    private static IEnumerable<string> Errors(SettingCase @case, UnitCatalog units)
    {
        using var file = new ManifestFile(@case.Manifest().ToJsonString(), "m.json");
        return [.. ManifestReader.Check(file.Path, units, new() { MissingHostFiles = Severity.Warning }).Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Code}: {finding.Message}")];
    }
}
