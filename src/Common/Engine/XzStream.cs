using System.Runtime.InteropServices;

namespace BootstrapVz.Common.Engine;

/// <summary>Reads an .xz or .lzma archive member through liblzma, which dpkg itself needs and so is on every Debian host.</summary>
internal sealed unsafe partial class XzStream : DecoderStream
{
    private const uint Concatenated = 0x08; // LZMA_CONCATENATED
    private const int Run = 0;
    private const int Finish = 3;
    private const int StreamEnd = 1;

    private readonly LzmaStream* _stream;

    public XzStream(byte* input, long length, bool alone = false)
    {
        _stream = (LzmaStream*)NativeMemory.AllocZeroed((nuint)sizeof(LzmaStream));
        _stream->NextIn = input;
        _stream->AvailableIn = (nuint)length;
        var result = alone
            ? AloneDecoder(_stream, ulong.MaxValue)
            : StreamDecoder(_stream, ulong.MaxValue, Concatenated);
        if (result != 0)
            throw new InvalidDataException($"xz decoder does not start (error {result})");
    }

    protected override int Decode(byte* output, int count, out bool ended)
    {
        _stream->NextOut = output;
        _stream->AvailableOut = (nuint)count;
        var result = Code(_stream, _stream->AvailableIn == 0 ? Finish : Run);
        ended = result == StreamEnd;
        if (result is not (0 or StreamEnd))
            throw new InvalidDataException($"damaged xz data (error {result})");
        return count - (int)_stream->AvailableOut;
    }

    protected override void Free()
    {
        End(_stream);
        NativeMemory.Free(_stream);
    }

    [LibraryImport("liblzma.so.5", EntryPoint = "lzma_stream_decoder")]
    private static partial int StreamDecoder(LzmaStream* stream, ulong memoryLimit, uint flags);

    [LibraryImport("liblzma.so.5", EntryPoint = "lzma_alone_decoder")]
    private static partial int AloneDecoder(LzmaStream* stream, ulong memoryLimit);

    [LibraryImport("liblzma.so.5", EntryPoint = "lzma_code")]
    private static partial int Code(LzmaStream* stream, int action);

    [LibraryImport("liblzma.so.5", EntryPoint = "lzma_end")]
    private static partial void End(LzmaStream* stream);

    // lzma/base.h, lzma_stream; its unused tail is only reserved.
    [StructLayout(LayoutKind.Sequential)]
    private struct LzmaStream
    {
        public byte* NextIn;
        public nuint AvailableIn;
        public ulong TotalIn;
        public byte* NextOut;
        public nuint AvailableOut;
        public ulong TotalOut;
        public nint Allocator;
        public nint Internal;
        public fixed ulong Reserved[16];
    }
}
