using System.Buffers;
using System.Security.Cryptography;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Layers;

/// <summary>Puts a layer's names into a tree, on all processors.</summary>
internal static class LayerReader
{
    private const int Piece = 1 << 20;
    private const int Here = -100; // AT_FDCWD

    /// <summary>Brings a tree from the state below the layer to the layer's own.</summary>
    /// <returns>False when a content is not what its hash says; the tree is then worth nothing.</returns>
    public static bool Apply(LayerFile layer, LayerSeal seal, string root, CancellationToken ct)
    {
        root = BytePath.FromText(root) + "/";
        foreach (var path in layer.Index.Removed)
            TreeCalls.Remove(root + path);
        var nodes = layer.Index.Nodes;
        foreach (var node in nodes)
        {
            if (node.Path.Length > 0)
                MakeRoom(root + node.Path, node.Kind == NodeKind.Directory);
        }

        var good = true;
        Parallel.ForEach(
            nodes.Where(n => n is { Kind: NodeKind.File, IsHardLink: false }).OrderByDescending(n => n.Size),
            new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount },
            (node, loop) =>
            {
                if (!CopyFile(layer, seal, root + node.Path, node))
                {
                    good = false;
                    loop.Stop();
                }
            });
        if (!good)
            return false;
        foreach (var node in nodes.Where(n => n.Kind != NodeKind.Directory && (n.Kind != NodeKind.File || n.IsHardLink)))
            MakeOther(root, node);
        // A directory's time changes with what is made in it, so it comes last; what is in it before itself.
        foreach (var node in nodes.Where(n => n.Kind == NodeKind.Directory).Reverse())
            TreeCalls.Finish(root + node.Path, node);
        return true;
    }

    /// <summary>Whether every content is what its hash says.</summary>
    public static bool Verify(LayerFile layer, CancellationToken ct)
    {
        var buffer = new byte[Piece];
        foreach (var node in layer.Index.Nodes.Where(n => n is { Kind: NodeKind.File, IsHardLink: false }))
        {
            ct.ThrowIfCancellationRequested();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int read;
            for (var done = 0L; done < node.Size; done += read)
            {
                read = RandomAccess.Read(layer.Handle, buffer.AsSpan(0, (int)Math.Min(buffer.Length, node.Size - done)), node.Offset + done);
                if (read == 0)
                    return false;
                hash.AppendData(buffer, 0, read);
            }

            if (!hash.GetHashAndReset().AsSpan().SequenceEqual(node.Hash))
                return false;
        }

        return true;
    }

    private static void MakeRoom(string path, bool directory)
    {
        var there = Syscalls.Stat(Here, path);
        if (directory && there is { IsDirectory: true })
            return;
        if (there is not null)
            TreeCalls.Remove(path);
        if (directory && Syscalls.MakeDirectory(Here, path, 0x1C0 /* 0700 */) != 0)
            throw TreeCalls.Failure(path);
    }

    private static bool CopyFile(LayerFile layer, LayerSeal seal, string path, TreeNode node)
    {
        var file = Syscalls.Open(Here, path, Syscalls.WriteOnly | Syscalls.CreateNew | Syscalls.NoFollow | Syscalls.CloseOnExec, 0x180 /* 0600 */);
        if (file < 0)
            throw TreeCalls.Failure(path);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(node.Size, 1), Piece));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            for (var done = 0L; done < node.Size;)
            {
                var read = RandomAccess.Read(layer.Handle, buffer.AsSpan(0, (int)Math.Min(buffer.Length, node.Size - done)), node.Offset + done);
                if (read == 0)
                    return false;
                hash.AppendData(buffer, 0, read);
                seal.Turn(buffer.AsSpan(0, read), node.Offset + done);
                if (!Syscalls.WriteAll(file, buffer.AsSpan(0, read)))
                    throw TreeCalls.Failure(path);
                done += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _ = Syscalls.Close(file);
        }

        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(node.Hash))
            return false;
        TreeCalls.Finish(path, node);
        return true;
    }

    private static void MakeOther(string root, TreeNode node)
    {
        var path = root + node.Path;
        if (node.IsHardLink)
        {
            if (Syscalls.MakeHardLink(Here, root + node.Target, Here, path, 0) != 0)
                throw TreeCalls.Failure(path);
            return;
        }

        var made = node.Kind == NodeKind.Symlink
            ? Syscalls.MakeSymlink(node.Target, Here, path)
            : Syscalls.MakeNode(Here, path, (uint)node.Kind | node.Mode, node.Device);
        if (made != 0)
            throw TreeCalls.Failure(path);
        TreeCalls.Finish(path, node);
    }
}
