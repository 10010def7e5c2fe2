using System.Security.Cryptography;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Images.Trees;

/// <summary>
/// A tree as a tar archive that follows from the tree alone: members sorted, owners by number, no time later than a given one. Sockets are
/// left out, and so is what other filesystems hold that are mounted in the tree.
/// </summary>
internal static class TreeTar
{
    private const int Record = 20 * TarHeader.Block; // what tar(1) reads at once
    private const int Piece = 1 << 20;

    /// <summary>Writes the archive.</summary>
    /// <returns>How much was written, and its SHA-256 in lower-case hexadecimal.</returns>
    public static (long Length, string Sha256) Write(string tree, Stream target, long latest, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        var root = BytePath.FromText(tree);
        var links = new Dictionary<ulong, string>();
        foreach (var (path, status) in Walk(root))
        {
            ct.ThrowIfCancellationRequested();
            if (MemberOf(root, path, status, latest, links) is not { } member)
                continue;
            Put(TarHeader.Of(member));
            if (member.Size > 0)
                PutFile(root + path, member.Size);
        }

        Put(new byte[2 * TarHeader.Block]);
        Put(new byte[(Record - length % Record) % Record]);
        target.Flush();
        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));

        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            target.Write(bytes);
            length += bytes.Length;
        }

        void PutFile(string path, long size)
        {
            using var file = TreeCalls.OpenFile(path);
            var buffer = new byte[Math.Min(size, Piece)];
            for (var done = 0L; done < size;)
            {
                var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, size - done)), done);
                if (read == 0)
                    throw new IOException($"'{BytePath.Display(path)}' became shorter while it was copied");
                Put(buffer.AsSpan(0, read));
                done += read;
            }

            Put(new byte[TarHeader.Padding(size)]);
        }
    }

    // Every name with its status, a directory before what is in it; paths begin with a slash, that of the root is empty.
    private static IEnumerable<(string Path, TreeCalls.NodeStatus Status)> Walk(string root)
    {
        var filesystem = TreeCalls.Status(root).FileSystem;
        var pending = new Stack<string>([""]);
        while (pending.TryPop(out var path))
        {
            var status = TreeCalls.Status(root + path);
            yield return (path, status);
            if (status.Kind != NodeKind.Directory || status.FileSystem != filesystem)
                continue;
            var names = TreeCalls.Names(root + path);
            names.Sort(static (a, b) => string.CompareOrdinal(b, a));
            foreach (var name in names)
                pending.Push(path + "/" + name);
        }
    }

    private static TarMember? MemberOf(string root, string path, TreeCalls.NodeStatus status, long latest, Dictionary<ulong, string> links)
    {
        var name = "." + path;
        var first = status.Links > 1 && status.Kind != NodeKind.Directory ? links.GetValueOrDefault(status.Inode) : null;
        char? type = first is not null ? '1' : status.Kind switch
        {
            NodeKind.File => '0',
            NodeKind.Symlink => '2',
            NodeKind.CharacterDevice => '3',
            NodeKind.BlockDevice => '4',
            NodeKind.Directory => '5',
            NodeKind.Fifo => '6',
            _ => null,
        };
        if (type is not { } flag)
            return null;
        if (first is null && status.Links > 1)
            links[status.Inode] = name;
        return new(flag, flag == '5' ? name + "/" : name)
        {
            Target = first ?? (flag == '2' ? TreeCalls.LinkTarget(root + path) : ""),
            Mode = status.Mode & 0xfff,
            User = status.User,
            Group = status.Group,
            Size = flag == '0' ? status.Size : 0,
            Seconds = Math.Min(status.Seconds, latest),
            DeviceMajor = flag is '3' or '4' ? status.DeviceMajor : 0,
            DeviceMinor = flag is '3' or '4' ? status.DeviceMinor : 0,
            Attributes = first is null ? TreeCalls.Attributes(root + path) : [],
        };
    }
}
