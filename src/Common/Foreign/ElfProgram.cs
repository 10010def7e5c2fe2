using System.Buffers.Binary;
using System.Globalization;
using BootstrapVz.Base.Architectures;

namespace BootstrapVz.Common.Foreign;

/// <summary>The header of Linux programs, elf(5), as far as it takes to know an architecture's and to make the smallest one.</summary>
internal static class ElfProgram
{
    private const int Type = 16;             // e_type, where the identifier ends
    private const ushort Executable = 2;     // ET_EXEC; 3 is ET_DYN, a program that may lie anywhere
    private const int Place = 0x10000;       // in memory

    // exit(0) by system call: syscall(2), "Architecture calling conventions"; the numbers are those of asm/unistd.h.
    private static readonly Dictionary<string, byte[]> Exit = new()
    {
        ["i386"] = [0x31, 0xdb, 0xb8, 0x01, 0x00, 0x00, 0x00, 0xcd, 0x80],                          // xor ebx, ebx; mov eax, 1; int 0x80
        ["amd64"] = [0x31, 0xff, 0xb8, 0x3c, 0x00, 0x00, 0x00, 0x0f, 0x05],                         // xor edi, edi; mov eax, 60; syscall
        ["arm64"] = [0x00, 0x00, 0x80, 0xd2, 0xa8, 0x0b, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4],       // mov x0, 0; mov x8, 93; svc 0
        ["riscv64"] = [0x13, 0x05, 0x00, 0x00, 0x93, 0x08, 0xd0, 0x05, 0x73, 0x00, 0x00, 0x00],     // li a0, 0; li a7, 93; ecall
    };

    /// <summary>A program that ends with success and does nothing else.</summary>
    public static byte[] Ending(DebianArchitecture architecture)
    {
        var code = Exit[architecture.Name];
        var (header, segment) = architecture.Is64 ? (64, 56) : (52, 32);
        var start = header + segment;
        var file = new byte[start + code.Length];
        Begin(architecture).CopyTo(file, 0);
        var length = (ulong)file.Length;
        (int Offset, int Size, ulong Value)[] fields = architecture.Is64
            ?
            [
                (20, 4, 1), (24, 8, Place + (ulong)start), (32, 8, (ulong)header), (52, 2, (ulong)header), (54, 2, (ulong)segment), (56, 2, 1),
                // One segment: read and run, all of the file.
                (header, 4, 1), (header + 4, 4, 5), (header + 16, 8, Place), (header + 24, 8, Place), (header + 32, 8, length), (header + 40, 8, length), (header + 48, 8, 0x1000),
            ]
            :
            [
                (20, 4, 1), (24, 4, Place + (ulong)start), (28, 4, (ulong)header), (40, 2, (ulong)header), (42, 2, (ulong)segment), (44, 2, 1),
                (header, 4, 1), (header + 8, 4, Place), (header + 12, 4, Place), (header + 16, 4, length), (header + 20, 4, length), (header + 24, 4, 5), (header + 28, 4, 0x1000),
            ];
        Span<byte> number = stackalloc byte[8];
        foreach (var (offset, size, value) in fields)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
            number[..size].CopyTo(file.AsSpan(offset));
        }

        code.CopyTo(file, start);
        return file;
    }

    /// <summary>The line that tells the kernel what runs an architecture's programs.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="interpreter">The program that runs them; the file is opened now, and used in every root (<c>F</c>).</param>
    /// <remarks>
    /// Kernel documentation, admin-guide/binfmt-misc. <c>P</c> hands over the name a program was started by, <c>O</c> and <c>C</c> the file and its
    /// set-user-id bits. Any ABI and any version of it match, and both kinds of programs.
    /// </remarks>
    public static string Registration(DebianArchitecture architecture, string interpreter)
    {
        byte[] mask = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff];
        return $":{Name(architecture)}:M::{Escaped(Begin(architecture))}:{Escaped(mask)}:{interpreter}:POCF";
    }

    /// <summary>The name it is registered by: that of Debian's packages, which other tools look for.</summary>
    public static string Name(DebianArchitecture architecture) => "qemu-" + architecture.QemuName;

    private static byte[] Begin(DebianArchitecture architecture)
    {
        var begin = new byte[Type + 4];
        // Class, byte order (all here are little-endian) and version.
        byte[] identifier = [0x7f, (byte)'E', (byte)'L', (byte)'F', (byte)(architecture.Is64 ? 2 : 1), 1, 1];
        identifier.CopyTo(begin, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(begin.AsSpan(Type), Executable);
        BinaryPrimitives.WriteUInt16LittleEndian(begin.AsSpan(Type + 2), architecture.ElfMachine);
        return begin;
    }

    private static string Escaped(byte[] bytes) => string.Concat(bytes.Select(b => string.Create(CultureInfo.InvariantCulture, $"\\x{b:x2}")));
}
