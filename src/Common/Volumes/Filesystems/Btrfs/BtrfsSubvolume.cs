using System.Text;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>One subvolume, or the top level: a tree of files.</summary>
/// <param name="number">Its place among the subvolumes of the filesystem, 0 for the top level.</param>
/// <param name="plan">What was planned.</param>
/// <param name="source">The directory of the host that has its content.</param>
internal sealed class BtrfsSubvolume(int number, PlannedSubvolume plan, string source)
{
    private const ulong FirstIndex = 2; // of names in a directory, after itself and its parent
    private readonly Dictionary<SourceFile, List<BtrfsInodes.Name>> _names = [];

    /// <summary>The number of its tree.</summary>
    public ulong Id { get; } = IdOf(number);

    public PlannedSubvolume Plan => plan;

    public BtrfsTree Tree { get; } = new(IdOf(number));

    /// <summary>Subvolumes in this one, with the directory and the place in it at which each is.</summary>
    public List<(BtrfsSubvolume Child, ulong Directory, ulong Index)> Children { get; } = [];

    /// <summary>Ranges of the device that its files have, with the inode of each.</summary>
    public List<(ulong Inode, BtrfsExtent Extent)> Extents { get; } = [];

    /// <summary>Makes the tree and copies what is in files.</summary>
    /// <param name="content">Copies.</param>
    /// <param name="children">Subvolumes in this one.</param>
    /// <param name="emptied">Directories, with a slash at the start, whose content is another subvolume's.</param>
    /// <param name="swapFile">A swap file for the root directory; null for none.</param>
    /// <param name="latest">No time is later than this.</param>
    /// <param name="ct">Stops it.</param>
    public void Fill(BtrfsContent content, IReadOnlyList<BtrfsSubvolume> children, IReadOnlySet<string> emptied, string? swapFile, long latest, CancellationToken ct)
    {
        var files = SourceTree.Read(source, emptied, ct);
        if (swapFile is not null)
            SourceTree.AddSwapFile(files, swapFile);
        foreach (var (index, file) in files.Index())
            file.Inode = (long)BtrfsObject.FirstInode + index;
        var roots = children.ToDictionary(child => BytePath.FromText(child.Plan.PathInParent));
        // A directory that is a subvolume has an inode there, and none here.
        var own = files.Where(file => !roots.ContainsKey(file.Name)).ToList();
        _names[files[0]] = [new(BtrfsObject.FirstInode, 0, ".."u8.ToArray())];
        foreach (var directory in own.Where(file => file.Kind == NodeKind.Directory))
            AddEntries(directory, roots);
        foreach (var file in own)
        {
            ct.ThrowIfCancellationRequested();
            AddFile(file, content, latest, ct);
        }
    }

    private static ulong IdOf(int number) => number == 0 ? BtrfsObject.TopLevel : BtrfsObject.FirstSubvolume + (ulong)number - 1;

    private void AddEntries(SourceFile directory, Dictionary<string, BtrfsSubvolume> roots)
    {
        var inode = (ulong)directory.Inode;
        var entries = new List<(ulong, byte[], BtrfsKey, int)>();
        foreach (var (place, (name, file)) in directory.Names.Index())
        {
            var (index, text) = (FirstIndex + (ulong)place, Encoding.Latin1.GetBytes(name));
            var target = new BtrfsKey((ulong)file.Inode, BtrfsType.Inode, 0);
            if (roots.TryGetValue(file.Name, out var child))
            {
                Children.Add((child, inode, index));
                target = new(child.Id, BtrfsType.Root, ulong.MaxValue);
            }
            else
            {
                if (!_names.TryGetValue(file, out var names))
                    _names[file] = names = [];
                names.Add(new(inode, index, text));
            }

            entries.Add((index, text, target, BtrfsInodes.Kind(file.Kind)));
        }

        BtrfsInodes.AddEntries(Tree, inode, entries);
    }

    private void AddFile(SourceFile file, BtrfsContent content, long latest, CancellationToken ct)
    {
        var inode = (ulong)file.Inode;
        var isOverwritten = file.HasNoHoles || (!plan.CopyOnWrite && file.Kind is NodeKind.File or NodeKind.Directory);
        var (size, allocated) = (0L, 0L);
        switch (file.Kind)
        {
            case NodeKind.Directory:
                size = file.Names.Sum(name => 2L * name.Name.Length);
                break;
            case NodeKind.Symlink:
                size = allocated = AddContent(inode, Encoding.Latin1.GetBytes(TreeCalls.LinkTarget(file.Path)));
                break;
            case NodeKind.File when file.Status.Size is > 0 and <= BtrfsContent.LargestInTree:
                size = allocated = AddContent(inode, BtrfsContent.Read(file));
                break;
            case NodeKind.File when file.Status.Size > 0:
                var extents = file.HasNoHoles ? content.WriteWithoutHoles(file, ct) : content.Write(file, !isOverwritten, ct);
                foreach (var extent in extents)
                {
                    Tree.Add(inode, BtrfsType.FileExtent, (ulong)extent.At, BtrfsInodes.Content(extent));
                    Extents.Add((inode, extent));
                }

                (size, allocated) = (file.Status.Size, extents.Sum(extent => extent.Length));
                break;
        }

        var links = file.Kind == NodeKind.Directory ? 1 : file.Links;
        Tree.Add(inode, BtrfsType.Inode, 0, BtrfsInodes.Inode(file.Status, links, size, allocated, Math.Min(file.Status.Seconds, latest), isOverwritten ? BtrfsInodes.OverwrittenFlags : 0));
        BtrfsInodes.AddNames(Tree, inode, _names[file]);
        BtrfsInodes.AddAttributes(Tree, inode, file);
    }

    private long AddContent(ulong inode, byte[] content)
    {
        Tree.Add(inode, BtrfsType.FileExtent, 0, BtrfsInodes.Content(content));
        return content.Length;
    }
}
