using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class UnitCatalogTests
{
    [Fact]
    public void Units_are_found_by_their_attributes_and_know_their_options()
    {
        var units = UnitCatalog.FromTypes(typeof(BoxProvider), typeof(UserPlugin), typeof(BarePlugin), typeof(string));

        Assert.Equal(typeof(BoxOptions), units.FindProvider("box")!.OptionsType);
        Assert.Null(units.FindPlugin("bare")!.OptionsType);
        Assert.Null(units.FindPlugin("box"));
        Assert.Equal(["raw", "qcow2", "lvm", "block"], units.FindProvider("box")!.Support!.Backings);
        Assert.IsType<UserPlugin>(units.FindPlugin("user")!.Create(new UserOptions { Username = "joe" }));
    }

    [Fact]
    public void Two_units_of_one_name_are_refused_naming_both()
    {
        var error = Assert.Throws<BuildException>(() => UnitCatalog.FromTypes(typeof(BarePlugin), typeof(OtherBarePlugin)));

        Assert.Contains("there are 2 plugins called 'bare'", error.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(OtherBarePlugin).FullName! + " in BootstrapVz.Test.Unit", error.Message, StringComparison.Ordinal);
    }

    private abstract class OtherBase : Plugin
    {
        public override void Resolve(TaskSet tasks, Manifest manifest)
        {
        }
    }

    [Plugin("bare")]
    private sealed class OtherBarePlugin : OtherBase;
}
