using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Filesystems;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class AnonymousFstabTests
{
    [Fact]
    public void It_is_the_same_for_images_of_other_names()
    {
        Assert.Equal(Of("one"), Of("another"));
    }

    [Fact]
    public void It_has_the_filesystems_and_mount_points()
    {
        var lines = Of("one").Text.Split('\n');
        Assert.Contains("UUID=00000000-0000-0000-0000-000000000000 / ext4 errors=remount-ro 0 1", lines);
        Assert.Contains(lines, line => line.Contains(" /boot/efi vfat ", StringComparison.Ordinal));
    }

    private static AnonymousFstab Of(string name) =>
        AnonymousFstab.Of(LayoutPlanner.Plan(new(Layouts.Volume("gpt", "root=1GiB"), "grub", null, "amd64", name)).Layout!);
}
