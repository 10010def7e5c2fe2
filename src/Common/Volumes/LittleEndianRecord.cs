using System.Buffers.Binary;

namespace BootstrapVz.Common.Volumes;

/// <summary>A structure of a file format: values one behind the other, little-endian, without gaps.</summary>
internal sealed class LittleEndianRecord
{
    private readonly byte[] _bytes;
    private int _length;

    public LittleEndianRecord(int size) => _bytes = new byte[size];

    /// <summary>The whole record.</summary>
    /// <exception cref="InvalidOperationException">Something is missing, which would be a mistake of the caller.</exception>
    public byte[] Whole => _length == _bytes.Length ? _bytes : throw new InvalidOperationException($"{_length} of {_bytes.Length} bytes are written");

    public LittleEndianRecord Byte(int value)
    {
        _bytes[_length++] = (byte)value;
        return this;
    }

    public LittleEndianRecord Short(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Next(2), (ushort)value);
        return this;
    }

    public LittleEndianRecord Int(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Next(4), value);
        return this;
    }

    public LittleEndianRecord Long(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Next(8), value);
        return this;
    }

    public LittleEndianRecord Long(long value) => Long((ulong)value);

    public LittleEndianRecord Uuid(Guid value)
    {
        value.TryWriteBytes(Next(16), bigEndian: true, out _);
        return this;
    }

    /// <summary>Seconds since 1970 and nanoseconds.</summary>
    public LittleEndianRecord Time(long seconds) => Long(seconds).Int(0);

    public LittleEndianRecord Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Next(value.Length));
        return this;
    }

    public LittleEndianRecord Zeros(int count)
    {
        Next(count);
        return this;
    }

    private Span<byte> Next(int count)
    {
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
