using System.Buffers.Binary;
using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Layers;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>Fills an empty XFS filesystem with a tree, without mounting it.</summary>
internal sealed class XfsFiller
{
    private const int SymlinkHeader = 56;
    private const uint SymlinkMagic = 0x58534c4d; // XSLM
    private const int LongestSymlink = 1024;      // XFS_SYMLINK_MAXLEN
    private readonly XfsDisk _disk;
    private readonly XfsSpace _space;
    private readonly long _latest;
    private bool _hasAttributes;

    private XfsFiller(XfsDisk disk, long latest) => (_disk, _space, _latest) = (disk, new(disk), latest);

    /// <summary>Writes everything in a folder, and a swap file if there is one, to the filesystem that begins at a place of the image.</summary>
    /// <exception cref="BuildException">It is too small, or something cannot be kept; the message names it.</exception>
    public static void Fill(SafeFileHandle image, long start, string source, string? swapFile, long latest, CancellationToken ct)
    {
        var filler = new XfsFiller(XfsDisk.Open(image, start), latest);
        var files = SourceTree.Read(source, ct);
        if (swapFile is not null)
            SourceTree.AddSwapFile(files, swapFile);
        filler.Fill(files, ct);
    }

    private void Fill(List<SourceFile> files, CancellationToken ct)
    {
        var inodes = new XfsInodes(_disk, _space, files.Count - 1);
        files[0].Inode = _disk.RootInode;
        foreach (var file in files.Skip(1))
            file.Inode = inodes.Next();
        foreach (var file in files)
        {
            ct.ThrowIfCancellationRequested();
            _disk.WriteInode(file.Inode, Make(file, ct).Render(_disk));
        }

        XfsInode.Settle(_disk, _disk.RootInode + 1, _latest);
        XfsInode.Settle(_disk, _disk.RootInode + 2, _latest);
        var (all, free) = inodes.Write();
        _space.Write();
        _disk.WriteSuper(all, free, _space.Taken, _hasAttributes);
    }

    private XfsInode Make(SourceFile file, CancellationToken ct)
    {
        var inode = new XfsInode { File = file, Time = Math.Min(file.Status.Seconds, _latest) };
        inode = WithAttributes(inode);
        var room = _disk.InodeSize - XfsInode.Core - (inode.Attributes.Length == 0 ? 0 : Math.Max(XfsInode.SmallestAttributes, (inode.Attributes.Length + 7) / 8 * 8));
        return file.Kind switch
        {
            NodeKind.Directory => WithNames(inode, room),
            NodeKind.File => XfsContent.Write(_disk, _space, inode, room, ct),
            NodeKind.Symlink => WithTarget(inode, room),
            _ => inode with { Kind = XfsFork.Device, Data = Device(file) },
        };
    }

    private XfsInode WithAttributes(XfsInode inode)
    {
        var file = inode.File;
        var attributes = XfsAttributes.Of(file);
        if (attributes.Count == 0)
            return inode;
        _hasAttributes = true;
        // Half of the inode stays for what the file holds itself.
        if (XfsAttributes.Short(attributes, (_disk.InodeSize - XfsInode.Core) / 2) is { } bytes)
            return inode with { AttributeKind = XfsFork.Local, Attributes = bytes };
        if (XfsAttributes.InBlock(attributes, _disk.BlockSize) is not { } block)
            throw XfsWriter.Cannot(file, "has more extended attributes than fit into one block");
        var extent = _space.Take(1)[0];
        _disk.Write(extent.Group, extent.Start, block, XfsHeader.Index, file.Inode);
        return inode with { Attributes = XfsInode.Mappings(_disk, [new(0, extent)]), Blocks = inode.Blocks + 1 };
    }

    private XfsInode WithNames(XfsInode inode, int room)
    {
        if (XfsDirectory.Short(inode.File, room) is { } names)
            return inode with { Kind = XfsFork.Local, Data = names, Size = names.Length };
        if (inode.File.Names.Count > XfsDirectoryIndex.MostNames(_disk.BlockSize))
            throw XfsWriter.Cannot(inode.File, $"has {inode.File.Names.Count} names, and a directory is written with up to {XfsDirectoryIndex.MostNames(_disk.BlockSize)}");
        var (blocks, data) = XfsDirectory.InBlocks(inode.File, _disk.BlockSize);
        // A range for the names, one for the index and one for the room in blocks.
        var mappings = new List<XfsMapping>();
        foreach (var content in blocks.Index().GroupBy(pair => pair.Item.At - pair.Index, (_, run) => run.Select(pair => pair.Item).ToList()))
        {
            var at = content[0].At;
            foreach (var extent in _space.Take(content.Count))
            {
                mappings.Add(new(at, extent));
                for (var block = 0L; block < extent.Length; block++, at++)
                {
                    var (_, bytes, header) = content[(int)(at - content[0].At)];
                    _disk.Write(extent.Group, extent.Start + block, bytes, header, inode.File.Inode);
                }
            }
        }

        var forks = XfsInode.Mappings(_disk, mappings);
        if (forks.Length > room)
            throw XfsWriter.Cannot(inode.File, "lies in too many pieces");
        return inode with { Data = forks, Size = (long)data * _disk.BlockSize, Blocks = inode.Blocks + blocks.Count };
    }

    private XfsInode WithTarget(XfsInode inode, int room)
    {
        var target = Encoding.Latin1.GetBytes(TreeCalls.LinkTarget(inode.File.Path));
        if (target.Length > LongestSymlink)
            throw XfsWriter.Cannot(inode.File, $"is a link to a path of {target.Length} bytes, and xfs keeps {LongestSymlink}");
        if (target.Length <= room)
            return inode with { Kind = XfsFork.Local, Data = target, Size = target.Length };
        var block = new byte[_disk.BlockSize];
        BinaryPrimitives.WriteUInt32BigEndian(block, SymlinkMagic);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(8), target.Length);
        target.CopyTo(block, SymlinkHeader);
        var extent = _space.Take(1)[0];
        _disk.Write(extent.Group, extent.Start, block, XfsHeader.Symlink, inode.File.Inode);
        return inode with { Data = XfsInode.Mappings(_disk, [new(0, extent)]), Size = target.Length, Blocks = inode.Blocks + 1 };
    }

    // IRIX's form of a device number, of which the kernel reads 9 bits and 18: xfs_to_linux_dev_t. Pipes and sockets have none.
    private static byte[] Device(SourceFile file)
    {
        var (bytes, major, minor) = (new byte[4], file.Status.DeviceMajor, file.Status.DeviceMinor);
        if (file.Kind is not (NodeKind.BlockDevice or NodeKind.CharacterDevice))
            return bytes;
        if (major > 511 || minor >= 1 << 18)
            throw XfsWriter.Cannot(file, $"is the device {major}:{minor}, and xfs keeps numbers up to 511:262143");
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (major << 18) | minor);
        return bytes;
    }
}
