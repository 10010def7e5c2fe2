using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

/// <summary>Every plugin has an example to build; the tests that build them are in tests/Integration/Plugins.</summary>
public sealed class ExampleTests
{
    /// <summary>All plugins but the one for Python 2, which no release of today has.</summary>
    public static TheoryData<string> Plugins => [.. OurUnits.Catalog.Plugins.Select(plugin => plugin.Name).Where(name => name != "pip_install")];

    [Theory]
    [MemberData(nameof(Plugins))]
    public void The_example_of_a_plugin_is_valid_and_has_a_section_for_it(string plugin)
    {
        var path = Path.Combine(ProgramRun.Project, "manifests", "plugins", plugin + ".yml");
        Assert.Contains($"\nplugins:\n  {plugin}:", File.ReadAllText(path));
        Assert.DoesNotContain(ManifestReader.Check(path, OurUnits.Catalog).Diagnostics, finding => finding.Severity == Severity.Error);
    }
}
