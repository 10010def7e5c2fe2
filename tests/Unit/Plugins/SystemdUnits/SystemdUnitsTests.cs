using BootstrapVz.Plugins.SystemdUnits;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class SystemdUnitsTests
{
    [Fact]
    public async Task Units_are_disabled_and_masked_before_others_are_enabled()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new SetUnitStates(new() { Enable = [new("a.service"), new("b.timer")], Disable = [new("c.service")], Mask = [new("d.timer")] }));
        Assert.Equal(["chroot {root} systemctl disable c.service", "chroot {root} systemctl mask d.timer", "chroot {root} systemctl enable a.service b.timer"], lab.Commands.Take(3));
    }

    [Theory]
    [InlineData("""{"enable": ["a.service"], "mask": ["a.service"]}""", "'a.service' stands under 'enable' as well; ")]
    [InlineData("""{"units": {"a.service": "[Service]"}, "mask": ["a.service"]}""", "'a.service' is masked, so there cannot be a file of that name; mask(1) is a link in the file's place")]
    public void A_unit_has_one_state(string section, string problem) => Assert.Equal([problem], PluginFindings.Of("systemd_units", section));
}
