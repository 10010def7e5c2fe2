using BootstrapVz.Common.Images.Devices;
using Xunit;

namespace BootstrapVz.Test.Unit.Images;

public sealed class DeviceUseTests
{
    [Fact]
    public void Mount_points_of_a_device_and_of_its_partitions_are_found()
    {
        string[] mounts =
        [
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "40 22 8:17 / /mnt/a\\040b rw - ext4 /dev/sdb1 rw",
            "41 22 8:17 /sub /srv rw - ext4 /dev/sdb1 rw",
            "42 22 0:30 / /tmp rw - tmpfs tmpfs rw",
        ];
        Assert.Equal(["/mnt/a b", "/srv"], DeviceUse.MountPoints(mounts, new HashSet<string> { "8:16", "8:17" }));
        Assert.Empty(DeviceUse.MountPoints(mounts, new HashSet<string> { "8:32" }));
    }
}
