using System.Runtime.InteropServices;

namespace BootstrapVz.Common.Engine;

/// <summary>Reads a .bz2 archive member, as packages of long ago have, through libbz2, which dpkg needs.</summary>
internal sealed unsafe partial class Bzip2Stream : DecoderStream
{
    private const int StreamEnd = 4; // BZ_STREAM_END

    private readonly BzipState* _state;
    private byte* _next;
    private long _left;

    public Bzip2Stream(byte* input, long length)
    {
        _next = input;
        _left = length;
        _state = (BzipState*)NativeMemory.AllocZeroed((nuint)sizeof(BzipState));
        if (Start(_state, 0, 0) != 0)
            throw new InvalidDataException("bzip2 decoder does not start");
    }

    protected override int Decode(byte* output, int count, out bool ended)
    {
        var given = (uint)Math.Min(_left, int.MaxValue);
        _state->NextIn = _next;
        _state->AvailableIn = given;
        _state->NextOut = output;
        _state->AvailableOut = (uint)count;
        var result = Decompress(_state);
        var used = given - _state->AvailableIn;
        _next += used;
        _left -= used;
        var made = count - (int)_state->AvailableOut;
        ended = result == StreamEnd;
        if (result is not (0 or StreamEnd) || (!ended && made == 0 && _left == 0))
            throw new InvalidDataException($"damaged bzip2 data (error {result})");
        return made;
    }

    protected override void Free()
    {
        _ = End(_state);
        NativeMemory.Free(_state);
    }

    [LibraryImport("libbz2.so.1.0", EntryPoint = "BZ2_bzDecompressInit")]
    private static partial int Start(BzipState* state, int verbosity, int small);

    [LibraryImport("libbz2.so.1.0", EntryPoint = "BZ2_bzDecompress")]
    private static partial int Decompress(BzipState* state);

    [LibraryImport("libbz2.so.1.0", EntryPoint = "BZ2_bzDecompressEnd")]
    private static partial int End(BzipState* state);

    // bzlib.h, bz_stream.
    [StructLayout(LayoutKind.Sequential)]
    private struct BzipState
    {
        public byte* NextIn;
        public uint AvailableIn;
        public uint TotalInLow;
        public uint TotalInHigh;
        public byte* NextOut;
        public uint AvailableOut;
        public uint TotalOutLow;
        public uint TotalOutHigh;
        public nint State;
        public nint Allocate;
        public nint Release;
        public nint Opaque;
    }
}
