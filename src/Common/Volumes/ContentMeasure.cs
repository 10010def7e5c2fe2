using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes;

/// <summary>Measures what each filesystem of a layout will hold.</summary>
public static class ContentMeasure
{
    private const long Block = ExtGeometry.BlockSize;
    private const int FileType = 0xf000; // S_IFMT and what follows: inode(7)
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;
    private const int Link = 0xa000;
    private const int ShortLink = 60; // a link target below this length is kept in the inode: Documentation/filesystems/ext4/link.rst

    /// <summary>Walks the tree once; mounts in it other than its own root are left out.</summary>
    public static IReadOnlyDictionary<string, TreeContent> Measure(RootFs root, PartitionLayout layout, CancellationToken ct)
    {
        var mounted = layout.Mounted.Select(p => p.MountPoint!).ToDictionary(m => root.Resolve(m), m => m, StringComparer.Ordinal);
        var sums = layout.Mounted.ToDictionary(p => p.MountPoint!, p => new Sum { IsDense = WritesHoles(p) }, StringComparer.Ordinal);
        var seen = new HashSet<(uint, uint, ulong)>();
        var pending = new Stack<(string Path, Sum Sum)>([(root.Resolve("/"), sums["/"])]);
        while (pending.TryPop(out var folder))
        {
            ct.ThrowIfCancellationRequested();
            var own = Libc.Status(folder.Path);
            var entries = 24L;
            foreach (var path in Directory.EnumerateFileSystemEntries(folder.Path))
            {
                // An entry takes 8 bytes and its name, rounded up to 4: Documentation/filesystems/ext4/directory.rst.
                entries += 8 + (Path.GetFileName(path).Length + 3) / 4 * 4;
                var status = Libc.Status(path);
                if ((status.Mode & FileType) != Folder)
                {
                    if (status.Links == 1 || seen.Add((status.DeviceMajor, status.DeviceMinor, status.Inode)))
                        folder.Sum.Add(folder.Sum.IsDense ? DenseDataOf(status) : DataOf(path, status));
                    continue;
                }

                if (mounted.TryGetValue(path, out var mountPoint))
                {
                    folder.Sum.Add(Block);
                    pending.Push((path, sums[mountPoint]));
                }
                else if ((status.DeviceMajor, status.DeviceMinor) == (own.DeviceMajor, own.DeviceMinor))
                {
                    pending.Push((path, folder.Sum));
                }
                else
                {
                    folder.Sum.Add(Block);
                }
            }

            folder.Sum.Add(RoundUp(entries));
        }

        return sums.ToDictionary(s => s.Key, s => new TreeContent(s.Value.Inodes, new Bytes(s.Value.Data)), StringComparer.Ordinal);
    }

    private static long DataOf(string path, Libc.FileStatus status) => (status.Mode & FileType) switch
    {
        Regular when status.Blocks * 512 >= status.Size => RoundUp((long)status.Size),
        Regular => DataOfSparse(path, (long)status.Size),
        Link => (long)status.Size < ShortLink ? 0 : Block,
        _ => 0,
    };

    // Seen with mkfs.btrfs 6.2, --rootdir.
    private static bool WritesHoles(PlannedPartition partition) => partition is { Filesystem: "btrfs", FormatCommand.Count: > 0 };

    private static long DenseDataOf(Libc.FileStatus status) => (status.Mode & FileType) is Regular or Link ? RoundUp((long)status.Size) : 0;

    private static long DataOfSparse(string path, long size)
    {
        using var file = File.OpenHandle(path);
        return SparseCopy.DataRanges(file, size).Sum(range => RoundUp(range.End - range.Start));
    }

    private static long RoundUp(long size) => (size + Block - 1) / Block * Block;

    private sealed class Sum
    {
        public bool IsDense { get; init; }

        public long Inodes { get; private set; }

        public long Data { get; private set; }

        public void Add(long data)
        {
            Inodes++;
            Data += data;
        }
    }
}
