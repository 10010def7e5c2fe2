using System.Text;

namespace BootstrapVz.Common.Layers;

/// <summary>The names of a layer as they stand in its file.</summary>
internal sealed record LayerIndex(IReadOnlyList<string> Removed, IReadOnlyList<TreeNode> Nodes)
{
    /// <summary>Writes it.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream, Encoding.Latin1);
        to.Write(Removed.Count);
        foreach (var path in Removed)
            to.Write(path);
        to.Write(Nodes.Count);
        foreach (var node in Nodes)
            Write(to, node);
        to.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static LayerIndex Read(byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.Latin1);
        var removed = Enumerable.Range(0, from.ReadInt32()).Select(_ => from.ReadString()).ToList();
        return new(removed, Enumerable.Range(0, from.ReadInt32()).Select(_ => ReadNode(from)).ToList());
    }

    private static void Write(BinaryWriter to, TreeNode node)
    {
        to.Write(node.Path);
        to.Write((ushort)node.Kind);
        to.Write(node.Mode);
        to.Write(node.User);
        to.Write(node.Group);
        to.Write(node.Seconds);
        to.Write(node.Nanoseconds);
        to.Write(node.Size);
        to.Write(node.Target);
        to.Write(node.IsHardLink);
        to.Write(node.Device);
        to.Write(node.Offset);
        to.Write((byte)node.Hash.Length);
        to.Write(node.Hash);
        to.Write((byte)node.Attributes.Count);
        foreach (var (name, value) in node.Attributes)
        {
            to.Write(name);
            to.Write(value.Length);
            to.Write(value);
        }
    }

    private static TreeNode ReadNode(BinaryReader from) => new()
    {
        Path = from.ReadString(),
        Kind = (NodeKind)from.ReadUInt16(),
        Mode = from.ReadUInt16(),
        User = from.ReadUInt32(),
        Group = from.ReadUInt32(),
        Seconds = from.ReadInt64(),
        Nanoseconds = from.ReadUInt32(),
        Size = from.ReadInt64(),
        Target = from.ReadString(),
        IsHardLink = from.ReadBoolean(),
        Device = from.ReadUInt64(),
        Offset = from.ReadInt64(),
        Hash = from.ReadBytes(from.ReadByte()),
        Attributes = [.. Enumerable.Range(0, from.ReadByte()).Select(_ => (from.ReadString(), from.ReadBytes(from.ReadInt32())))],
    };
}
