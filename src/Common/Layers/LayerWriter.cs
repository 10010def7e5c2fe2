using System.Buffers;
using System.Security.Cryptography;
using BootstrapVz.Common.Engine;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Layers;

/// <summary>Writes what changed in a tree to a layer's file, on all processors.</summary>
internal static class LayerWriter
{
    private const int Piece = 1 << 20;

    /// <summary>Copies the changed names of a tree that nobody changes meanwhile.</summary>
    public static void Write(string root, TreeState state, LayerInfo info, LayerSeal seal, SafeFileHandle target, CancellationToken ct)
    {
        root = BytePath.FromText(root) + "/";
        var nodes = Describe(root, state);
        var contents = 0L;
        var files = nodes.Where(n => n is { Kind: NodeKind.File, IsHardLink: false }).ToList();
        foreach (var file in files)
        {
            file.Offset = contents;
            contents += file.Size;
        }

        // The largest first: then no processor is left alone with one in the end.
        Parallel.ForEach(
            files.OrderByDescending(f => f.Size), new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount },
            file => file.Hash = Copy(root + file.Path, file, seal, target));
        LayerFile.Finish(target, contents, new(state.Removed, nodes), info);
    }

    private static List<TreeNode> Describe(string root, TreeState state)
    {
        var first = new Dictionary<ulong, string>();
        var nodes = new List<TreeNode>(state.Changed.Count);
        foreach (var (path, status) in state.Changed.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var linked = status.Links > 1 && status.Kind != NodeKind.Directory;
            var earlier = linked ? first.GetValueOrDefault(status.Inode) : null;
            if (linked)
                first.TryAdd(status.Inode, path);
            nodes.Add(new()
            {
                Path = path,
                Kind = status.Kind,
                Mode = (ushort)(status.Mode & 0xFFF),
                User = status.User,
                Group = status.Group,
                Seconds = status.Seconds,
                Nanoseconds = status.Nanoseconds,
                Size = status.Kind == NodeKind.File && earlier is null ? status.Size : 0,
                Target = earlier ?? (status.Kind == NodeKind.Symlink ? TreeCalls.LinkTarget(root + path) : ""),
                IsHardLink = earlier is not null,
                Device = MakeDevice(status.DeviceMajor, status.DeviceMinor),
                Attributes = earlier is null ? TreeCalls.Attributes(root + path) : [],
            });
        }

        return nodes;
    }

    private static byte[] Copy(string path, TreeNode node, LayerSeal seal, SafeFileHandle target)
    {
        using var source = TreeCalls.OpenFile(path);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(node.Size, 1), Piece));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            for (var done = 0L; done < node.Size;)
            {
                var read = RandomAccess.Read(source, buffer.AsSpan(0, (int)Math.Min(buffer.Length, node.Size - done)), done);
                if (read == 0)
                    throw new IOException($"'{BytePath.Display(path)}' became shorter while it was copied");
                seal.Turn(buffer.AsSpan(0, read), node.Offset + done);
                hash.AppendData(buffer, 0, read);
                RandomAccess.Write(target, buffer.AsSpan(0, read), node.Offset + done);
                done += read;
            }

            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // makedev(3) of glibc.
    private static ulong MakeDevice(uint major, uint minor) =>
        ((ulong)(major & 0xFFFFF000) << 32) | ((major & 0xFFFul) << 8) | ((ulong)(minor & 0xFFFFFF00) << 12) | (minor & 0xFFul);
}
