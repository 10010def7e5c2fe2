namespace BootstrapVz.Base.Volumes;

/// <summary>How much of an ext2, ext3 or ext4 filesystem with 4 KiB blocks its own structures take.</summary>
/// <remarks>
/// Sources: e2fsprogs lib/ext2fs/initialize.c (group layout, reserved descriptors), lib/ext2fs/mkjournal.c (journal size),
/// mke2fs.conf(5) and mke2fs(8) (one inode of 256 bytes per 16 KiB, 5 % reserved).
/// </remarks>
public static class ExtGeometry
{
    /// <summary>Block size of every ext filesystem made here, whatever its size: filesystems grow after first boot.</summary>
    public const int BlockSize = 4096;

    private const int InodeSize = 256;
    private const int BytesPerInode = 16384;
    private const int DescriptorSize = 64;
    private const int BlocksPerGroup = 8 * BlockSize;
    private const int AddressesPerBlock = BlockSize / 4;
    private const int ReservedPercent = 5;

    /// <summary>The inodes to make: one per 16 KiB, and never less than the content needs with a quarter to spare.</summary>
    public static long Inodes(Bytes size, TreeContent content) =>
        Math.Max(size.Count / BytesPerInode, content.Inodes + content.Inodes / 4 + 1024);

    /// <summary>Space that content can use, what is reserved for root left out.</summary>
    /// <param name="size">The filesystem's size.</param>
    /// <param name="inodes">Its number of inodes.</param>
    /// <param name="journal">Whether it has a journal.</param>
    public static Bytes Usable(Bytes size, long inodes, bool journal)
    {
        var blocks = size.Count / BlockSize;
        var usable = blocks - OverheadBlocks(blocks, inodes, journal) - blocks * ReservedPercent / 100;
        return new(Math.Max(0, usable) * BlockSize);
    }

    /// <summary>The smallest size, in whole MiB, whose usable space is at least what is asked for.</summary>
    public static Bytes SizeFor(TreeContent content, Bytes free, bool journal)
    {
        var wanted = content.Data + free;
        var size = wanted.RoundUp(Bytes.MiB(1));
        for (; ; )
        {
            var missing = wanted - Usable(size, Inodes(size, content), journal);
            if (missing <= Bytes.Zero)
                return size;
            size = (size + missing).RoundUp(Bytes.MiB(1));
        }
    }

    private static long OverheadBlocks(long blocks, long inodes, bool journal)
    {
        var groups = DivideUp(blocks, BlocksPerGroup);
        var descriptorsPerBlock = BlockSize / DescriptorSize;
        var descriptors = DivideUp(groups, descriptorsPerBlock);
        var reserved = Math.Min(AddressesPerBlock, Math.Max(0, DivideUp(groups * 1024, descriptorsPerBlock) - descriptors));
        // Inodes are spread evenly and each group's table fills whole blocks.
        var inodeTable = DivideUp(DivideUp(inodes, groups) * InodeSize, BlockSize) + 1;
        var copies = Enumerable.Range(0, (int)groups).Count(HasSuperblock);
        const int LostAndFound = 4 + 1; // 16 KiB preallocated, and the root directory
        return copies * (1 + descriptors + reserved) + groups * (2 + inodeTable) + (journal ? JournalBlocks(blocks) : 0) + LostAndFound;
    }

    private static long JournalBlocks(long blocks) => blocks switch
    {
        < 32768 => 1024,
        < 256 * 1024 => 4096,
        < 512 * 1024 => 8192,
        < 4096 * 1024 => 16384,
        < 8192 * 1024 => 32768,
        < 16384 * 1024 => 65536,
        < 32768 * 1024 => 131072,
        _ => 262144,
    };

    // sparse_super: groups 0, 1 and the powers of 3, 5 and 7 hold a copy.
    private static bool HasSuperblock(int group) =>
        group <= 1 || IsPower(group, 3) || IsPower(group, 5) || IsPower(group, 7);

    private static bool IsPower(int number, int of)
    {
        while (number % of == 0)
            number /= of;
        return number == 1;
    }

    private static long DivideUp(long a, long b) => (a + b - 1) / b;
}
