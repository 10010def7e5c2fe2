using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using BootstrapVz.Common.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Layers;

/// <summary>
/// A layer in one file: contents, then the index, then what is known of the layer, then an end of fixed length with places and hashes.
/// Every byte is covered by a hash, so that nothing damaged is ever taken for good.
/// </summary>
internal sealed class LayerFile : IDisposable
{
    private const int EndLength = 8 + 8 + 8 + 32 + 32;
    private static readonly byte[] Mark = "bvzlay1\n"u8.ToArray();
    private readonly FileStream _stream;
    private readonly byte[] _names;

    private LayerFile(FileStream stream, LayerInfo info, byte[] names)
    {
        (_stream, Info, _names) = (stream, info, names);
    }

    /// <summary>What is known of it.</summary>
    public LayerInfo Info { get; }

    /// <summary>Its names; read when they are first asked for, as many layers are only looked at.</summary>
    public LayerIndex Index => field ??= LayerIndex.Read(_names);

    /// <summary>The file, for its contents.</summary>
    public SafeFileHandle Handle => _stream.SafeFileHandle;

    /// <summary>Notes that it was used, also when it has lost its name meanwhile.</summary>
    public void Touch(DateTimeOffset now) => File.SetLastWriteTimeUtc(Handle, now.UtcDateTime);

    /// <summary>Opens a layer, which stays until it is closed even when it is pruned meanwhile; null when it is damaged or gone.</summary>
    public static LayerFile? Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            var end = Read(stream.SafeFileHandle, stream.Length - EndLength, EndLength);
            var index = BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(8));
            var info = BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(16));
            var last = stream.Length - EndLength;
            if (end.AsSpan(0, 8).SequenceEqual(Mark) && index >= 0 && index <= info && info <= last)
            {
                var names = Read(stream.SafeFileHandle, index, (int)(info - index));
                var text = Read(stream.SafeFileHandle, info, (int)(last - info));
                if (SHA256.HashData(names).AsSpan().SequenceEqual(end.AsSpan(24, 32)) && SHA256.HashData(text).AsSpan().SequenceEqual(end.AsSpan(56, 32)))
                    return new(stream, JsonSerializer.Deserialize(text, LayerJson.Default.LayerInfo)!, names);
            }
        }
        catch (Exception error) when (error is IOException or JsonException or ArgumentException)
        {
            // Damaged in a way the hashes need not even be asked about.
        }

        stream?.Dispose();
        return null;
    }

    /// <summary>What is known of a layer; null when it is damaged or gone.</summary>
    public static LayerInfo? ReadInfo(string path)
    {
        using var layer = Open(path);
        return layer?.Info;
    }

    /// <summary>Writes index, description and end behind the contents.</summary>
    public static void Finish(SafeFileHandle file, long contents, LayerIndex index, LayerInfo info)
    {
        var names = index.ToBytes();
        var text = JsonSerializer.SerializeToUtf8Bytes(info, LayerJson.Default.LayerInfo);
        var end = new byte[EndLength];
        Mark.CopyTo(end, 0);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(8), contents);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(16), contents + names.Length);
        SHA256.HashData(names).CopyTo(end, 24);
        SHA256.HashData(text).CopyTo(end, 56);
        RandomAccess.Write(file, names, contents);
        RandomAccess.Write(file, text, contents + names.Length);
        RandomAccess.Write(file, end, contents + names.Length + text.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static byte[] Read(SafeFileHandle file, long position, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        var bytes = new byte[length];
        FullRead.Fill(file, bytes, position);
        return bytes;
    }
}
