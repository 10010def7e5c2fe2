using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>Holds a filesystem against its own checker and against the plan.</summary>
internal static class Checked
{
    /// <summary>Fails when the filesystem's checker finds anything, or it is not the planned one.</summary>
    /// <param name="bench">Runs the tools.</param>
    /// <param name="partition">The plan.</param>
    /// <param name="file">The filesystem in a file of its own.</param>
    public static async Task AssertSoundAsync(Workbench bench, PlannedPartition partition, string file)
    {
        var facts = (await bench.RunAsync("blkid", "-p", "-s", "UUID", "-s", "TYPE", "-s", "LABEL", "-o", "export", file)).Split('\n');
        Xunit.Assert.Contains("TYPE=" + partition.Filesystem, facts);
        if (partition.Filesystem != "squashfs")
            Xunit.Assert.Contains("UUID=" + partition.FilesystemUuid, facts);
        if (!partition.IsPacked)
            Xunit.Assert.Contains("LABEL=" + partition.Label, facts);
        string[] command = partition.Filesystem switch
        {
            "xfs" => ["xfs_repair", "-n", "-f", file],
            "btrfs" => ["btrfs", "check", "--readonly", "--check-data-csum", file],
            "vfat" => ["fsck.vfat", "-n", file],
            "swap" => ["swaplabel", file],
            "squashfs" => ["unsquashfs", "-ll", file],
            "erofs" => ["fsck.erofs", file],
            _ => ["e2fsck", "-fn", file],
        };
        await bench.RunAsync(command[0], command[1..]);
    }
}
