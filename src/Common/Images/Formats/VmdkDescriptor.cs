using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Images.Formats;

/// <summary>The content identifier and the file's name in the descriptor that a sparse VMDK holds.</summary>
/// <remarks>Source: VMware, Virtual Disk Format 5.0, "The Descriptor" and "Hosted Sparse Extents".</remarks>
internal static partial class VmdkDescriptor
{
    private const int Sector = 512;
    private const int Offset = 28; // descriptorOffset of SparseExtentHeader, then descriptorSize, in sectors
    private const int Size = 36;

    /// <summary>Sets them.</summary>
    public static void Identify(SafeFileHandle file, ImageIdentity identity)
    {
        var header = new byte[Sector];
        RandomAccess.Read(file, header, 0);
        if (!header.AsSpan(0, 4).SequenceEqual("KDMV"u8))
            throw new InvalidDataException("qemu-img has made a VMDK without a sparse extent");
        var place = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(Offset)) * Sector;
        var descriptor = new byte[checked((int)BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(Size)) * Sector)];
        RandomAccess.Read(file, descriptor, place);
        var text = Rewrite(Encoding.UTF8.GetString(descriptor).TrimEnd('\0'), identity);
        descriptor.AsSpan().Clear();
        Encoding.UTF8.GetBytes(text, descriptor);
        RandomAccess.Write(file, descriptor, place);
    }

    /// <summary>The text of a descriptor with what is the build's own.</summary>
    public static string Rewrite(string descriptor, ImageIdentity identity)
    {
        // All ones stand for no parent, and are no identifier: "CID" and "parentCID" of the descriptor's header.
        var content = (identity.Number("vmdk") & 0x7fffffff).ToString("x8", CultureInfo.InvariantCulture);
        return ExtentName().Replace(ContentId().Replace(descriptor, "CID=" + content), _ => $"\"{identity.FileName}\"");
    }

    [GeneratedRegex("^CID=[0-9a-fA-F]+", RegexOptions.Multiline)]
    private static partial Regex ContentId();

    [GeneratedRegex("(?<=^RW [0-9]+ SPARSE )\"[^\"\n]*\"", RegexOptions.Multiline)]
    private static partial Regex ExtentName();
}
