namespace BootstrapVz.Common.Engine;

/// <summary>A stream over a native decoder whose whole input is in memory.</summary>
internal abstract unsafe class DecoderStream : Stream
{
    private bool _ended;
    private bool _closed;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty)
            return 0;
        fixed (byte* output = buffer)
        {
            var count = 0;
            while (count == 0 && !_ended)
                count = Decode(output, buffer.Length, out _ended);
            return count;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Decodes some bytes.</summary>
    /// <exception cref="InvalidDataException">The input is damaged or ends too early.</exception>
    protected abstract int Decode(byte* output, int count, out bool ended);

    /// <summary>Frees the decoder.</summary>
    protected abstract void Free();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!_closed)
            Free();
        _closed = true;
        base.Dispose(disposing);
    }
}
