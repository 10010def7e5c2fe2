using BootstrapVz.Plugins.Vagrant;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class VagrantTests
{
    [Theory]
    [InlineData("qcow2", "{\"provider\": \"virtualbox\"}", "'qcow2' is no disk of virtualbox")]
    [InlineData("raw", "{}", "'raw' is no disk of a box")]
    public void A_box_takes_the_disks_of_its_provider(string backing, string section, string error) =>
        Assert.StartsWith(error, Assert.Single(PluginFindings.Of("vagrant", section, change: manifest => manifest["volume"]!["backing"] = backing)));

    [Fact]
    public void A_box_for_virtualbox_has_a_network_card_and_starts_through_UEFI_where_the_image_does()
    {
        var text = VagrantfileText.Of(new(BoxProvider.Virtualbox, "amd64", IsUefi: true, null), MachineDescription.MacAddress("seed"));
        Assert.Matches("config.vm.base_mac = \"080027[0-9A-F]{6}\"", text);
        Assert.Contains("\"--firmware\", \"efi64\"]\n  end\nend", text);
        Assert.DoesNotContain("efi64", VagrantfileText.Of(new(BoxProvider.Virtualbox, "amd64", IsUefi: false, null), "080027000000"));
    }
}
