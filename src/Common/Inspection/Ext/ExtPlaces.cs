namespace BootstrapVz.Common.Inspection.Ext;

/// <summary>Says what lies where in an ext filesystem.</summary>
/// <remarks>Source: Documentation/filesystems/ext4 of the kernel: blockgroup.rst, super.rst, special_inodes.rst.</remarks>
internal sealed class ExtPlaces(ExtStructure ext, Func<uint, ExtInode> inodeOf, IReadOnlyDictionary<string, FileEntry> files)
{
    private static readonly int[] Steps = [3, 5, 7];

    private readonly Dictionary<long, string> _paths = files.OrderByDescending(f => f.Key, StringComparer.Ordinal).GroupBy(f => f.Value.Inode).ToDictionary(g => g.Key, g => g.Last().Key);

    /// <summary>What lies at a byte.</summary>
    public string Describe(long place)
    {
        if (place is >= 1024 and < 2048)
            return "superblock";
        var block = place / ext.BlockSize;
        return block < ext.FirstBlock || place < 1024 ? "boot block" : InGroups(block, place) ?? InFiles(block, place) ?? "unused block";
    }

    private string? InGroups(long block, long place)
    {
        var tables = (long)ext.InodesPerGroup * ext.InodeSize / ext.BlockSize;
        var descriptors = ((long)ext.GroupCount * ext.DescriptorSize + ext.BlockSize - 1) / ext.BlockSize;
        for (var number = 0; number < ext.GroupCount; number++)
        {
            var group = ext.Group(number);
            var fromStart = block - ext.FirstBlock - number * ext.BlocksPerGroup;
            if (HasSuperblock(number) && fromStart >= 0 && fromStart <= descriptors + ext.ReservedDescriptorBlocks)
            {
                return fromStart == 0 ? $"copy of the superblock in group {number}"
                    : fromStart <= descriptors ? "group descriptors" : "reserved group descriptors";
            }

            if (block == group.BlockBitmap)
                return $"block bitmap of group {number}";
            if (block == group.InodeBitmap)
                return $"inode bitmap of group {number}";
            if (block >= group.InodeTable && block < group.InodeTable + tables)
                return InTable(number, place - group.InodeTable * ext.BlockSize);
        }

        return null;
    }

    private string InTable(int group, long offset)
    {
        var number = (uint)(group * ext.InodesPerGroup + offset / ext.InodeSize + 1);
        return $"{ExtInode.FieldAt((int)(offset % ext.InodeSize))} in inode {number}, {NameOf(number)}";
    }

    private string? InFiles(long block, long place)
    {
        foreach (var number in UsedInodes())
        {
            var inode = inodeOf(number);
            if (inode.AttributeBlock != 0 && inode.AttributeBlock == block)
                return $"extended attributes of {NameOf(number)}";
            if (inode.Type is not (ExtInode.Folder or ExtInode.Regular) && !(inode.Type == ExtInode.Link && inode.Size >= 60))
                continue;
            var map = ExtMap.Of(ext, inode);
            if (map.MapBlocks.Contains(block))
                return $"block map of {NameOf(number)}";
            if (map.Extents.FirstOrDefault(e => place >= e.Place && place < e.Place + e.Length) is { } extent)
                return inode.Type == ExtInode.Folder ? $"entries of directory {NameOf(number)}" : $"byte {extent.Position + place - extent.Place} of {NameOf(number)}";
        }

        return null;
    }

    private IEnumerable<uint> UsedInodes()
    {
        for (var number = 0; number < ext.GroupCount; number++)
        {
            var group = ext.Group(number);
            if (group.HasNoInodes)
                continue;
            var bitmap = ext.ReadAt(group.InodeBitmap * ext.BlockSize, ext.BlockSize);
            for (var index = 0; index < ext.InodesPerGroup; index++)
            {
                if ((bitmap[index / 8] & (1 << (index % 8))) != 0)
                    yield return (uint)(number * ext.InodesPerGroup + index + 1);
            }
        }
    }

    private string NameOf(uint number) => _paths.GetValueOrDefault(number)
        ?? (number == ext.JournalInode ? "the journal" : number == 7 ? "the reserved group descriptors" : number < 11 ? "a reserved inode" : "no file");

    // Without sparse_super every group has one, with it 0, 1 and the powers of 3, 5 and 7.
    private bool HasSuperblock(int group)
    {
        const uint Sparse = 1;
        if (group <= 1 || (ext.ReadOnlyCompatible & Sparse) == 0)
            return true;
        return Steps.Any(step =>
        {
            var power = step;
            while (power < group)
                power *= step;
            return power == group;
        });
    }
}
