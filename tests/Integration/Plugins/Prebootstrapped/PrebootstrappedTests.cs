using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class PrebootstrappedTests(PluginImages images)
{
    [Fact]
    public async Task A_build_that_starts_from_a_saved_tree_gives_what_the_build_that_saved_it_gave()
    {
        var (folder, _) = await images.MakeAsync("prebootstrapped", "volume.backing=tar");
        var copy = Path.Combine(folder, "debian-trixie-saved.packages.tar");
        Assert.True(new FileInfo(copy).Length > 100 << 20);

        var change = await images.OfSectionAsync("prebootstrapped", ["image: " + copy]);

        // The initramfs carries the build's date. In the tree nothing is as new as the newest package itself, by minutes.
        Assert.DoesNotContain(change.Added.Concat(change.Changed).Concat(change.Removed).Concat(change.Packages), path => !path.StartsWith("/boot/initrd.img-"));

        var other = await images.ErrorOfSectionAsync("prebootstrapped", ["image: " + copy], "system.release=bookworm");
        Assert.Contains("the saved tree is of trixie, and the manifest says bookworm", other);
        Directory.Delete(folder, recursive: true);
    }
}
