using System.IO.Compression;

namespace BootstrapVz.Common.Images;

/// <summary>
/// Compresses on several processors what is written to it. The file is a series of gzip members, each with a piece of the content, and the
/// same for any number of processors.
/// </summary>
/// <remarks>Source: RFC 1952, section 2.2.</remarks>
public sealed class ParallelGzipStream(Stream target, int jobs) : Stream
{
    private const int Piece = 1 << 20;
    private readonly List<byte[]> _full = [];
    private byte[] _piece = new byte[Piece];
    private int _filled;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var some = buffer[..Math.Min(buffer.Length, Piece - _filled)];
            some.CopyTo(_piece.AsSpan(_filled));
            _filled += some.Length;
            buffer = buffer[some.Length..];
            if (_filled == Piece)
                EndPiece();
        }
    }

    /// <summary>Does nothing: pieces are of one size.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Writes what is left; the target stays open.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Array.Resize(ref _piece, _filled);
            _full.Add(_piece);
            Compress();
        }

        base.Dispose(disposing);
    }

    private void EndPiece()
    {
        _full.Add(_piece);
        (_piece, _filled) = (new byte[Piece], 0);
        if (_full.Count == jobs * 2)
            Compress();
    }

    private void Compress()
    {
        var packed = new MemoryStream[_full.Count];
        Parallel.For(0, _full.Count, new() { MaxDegreeOfParallelism = jobs }, index =>
        {
            packed[index] = new();
            using var member = new GZipStream(packed[index], CompressionLevel.Optimal, leaveOpen: true);
            member.Write(_full[index]);
        });
        foreach (var member in packed)
            member.WriteTo(target);
        _full.Clear();
    }
}
