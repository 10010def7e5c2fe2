using System.Runtime.InteropServices;

namespace BootstrapVz.Common.Engine;

/// <summary>Reads a .zst archive member through libzstd, which apt and dpkg need.</summary>
internal sealed unsafe partial class ZstdStream : DecoderStream
{
    private readonly nint _decoder = Create();
    private Buffer _input;

    public ZstdStream(byte* input, long length) => _input = new Buffer { Start = input, Size = (nuint)length };

    protected override int Decode(byte* output, int count, out bool ended)
    {
        var target = new Buffer { Start = output, Size = (nuint)count };
        fixed (Buffer* input = &_input)
        {
            var left = Decompress(_decoder, &target, input);
            if (IsError(left) != 0)
                throw new InvalidDataException("damaged zstd data");
            ended = left == 0 && _input.Position == _input.Size;
            if (!ended && target.Position == 0 && _input.Position == _input.Size)
                throw new InvalidDataException("zstd data ends too early");
        }

        return (int)target.Position;
    }

    protected override void Free() => _ = Destroy(_decoder);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_createDStream")]
    private static partial nint Create();

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_freeDStream")]
    private static partial nuint Destroy(nint decoder);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_decompressStream")]
    private static partial nuint Decompress(nint decoder, Buffer* output, Buffer* input);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint code);

    // zstd.h: ZSTD_inBuffer and ZSTD_outBuffer have the same shape.
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public byte* Start;
        public nuint Size;
        public nuint Position;
    }
}
