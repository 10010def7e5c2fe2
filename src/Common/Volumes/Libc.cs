using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes;

/// <summary>System calls that .NET has no door to.</summary>
internal static partial class Libc
{
    private const int SeekEnd = 2;
    public const int SeekData = 3;
    public const int SeekHole = 4;

    private const int CurrentFolder = -100;  // AT_FDCWD
    private const int FollowLink = 0x400;    // AT_SYMLINK_FOLLOW
    private const int NoFollow = 0x100;      // AT_SYMLINK_NOFOLLOW
    private const uint BasicStatus = 0x7ff;  // STATX_BASIC_STATS
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;
    private const int Exclusive = 0x80;      // O_EXCL
    private const int KeepSize = 1;          // FALLOC_FL_KEEP_SIZE
    private const int PunchHole = 2;         // FALLOC_FL_PUNCH_HOLE
    private const int ZeroRange = 0x10;      // FALLOC_FL_ZERO_RANGE
    private const int NotNeeded = 4;         // POSIX_FADV_DONTNEED
    // O_TMPFILE holds O_DIRECTORY, whose bit differs between the two families of architectures: fcntl.h of the kernel.
    private static readonly int TemporaryFile = 0x400000
        | (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000);

    /// <summary>A file without a name, which is gone with its last handle; null when the filesystem has no such thing.</summary>
    public static SafeFileHandle? OpenUnnamed(string folder)
    {
        var descriptor = Open(folder, ReadWrite | CloseOnExec | TemporaryFile, 0x1b6 /* 0666, cut by the umask */);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>A block device for this process alone, for reading and writing; null when that is refused, with the error set.</summary>
    public static SafeFileHandle? OpenExclusive(string device)
    {
        var descriptor = Open(device, ReadWrite | CloseOnExec | Exclusive, 0);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Turns a part of a file or device into zeros without writing them; false when that cannot be done here.</summary>
    public static bool MakeZero(SafeFileHandle file, long start, long length) =>
        Allocate(file, PunchHole | KeepSize, start, length) == 0 || Allocate(file, ZeroRange | KeepSize, start, length) == 0;

    /// <summary>Has the kernel read anew what it has written: posix_fadvise(2).</summary>
    public static void ForgetCached(SafeFileHandle file) => _ = Advise(file, 0, 0, NotNeeded);

    /// <summary>The length of a file, or of a block device, whose status does not tell it.</summary>
    public static long Length(SafeFileHandle file) => Seek(file, 0, SeekEnd);

    /// <summary>What the kernel knows about a path; links are not followed unless told.</summary>
    public static FileStatus Status(string path, bool follow = false) =>
        Statx(CurrentFolder, path, follow ? 0 : NoFollow, BasicStatus, out var status) == 0
            ? status
            : throw new IOException($"'{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    /// <summary>Gives an unnamed file a name.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Link(SafeFileHandle file, string path) =>
        LinkAt(CurrentFolder, $"/proc/self/fd/{file.DangerousGetHandle()}", CurrentFolder, path, FollowLink) == 0
            ? 0
            : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    public static partial nint CopyFileRange(SafeFileHandle source, ref long sourceOffset, SafeFileHandle target, ref long targetOffset, nint length, uint flags);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long start, long length);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long start, long length, int advice);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkAt(int oldFolder, string oldPath, int newFolder, string newPath, int flags);

    /// <summary>The kernel's struct statx, which is the same on every architecture: statx(2).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileStatus
    {
        [FieldOffset(0x10)]
        public uint Links;

        [FieldOffset(0x14)]
        public uint User;

        [FieldOffset(0x18)]
        public uint Group;

        [FieldOffset(0x1c)]
        public ushort Mode;

        [FieldOffset(0x20)]
        public ulong Inode;

        [FieldOffset(0x28)]
        public ulong Size;

        [FieldOffset(0x30)]
        public ulong Blocks;

        [FieldOffset(0x80)]
        public uint SpecialMajor;

        [FieldOffset(0x84)]
        public uint SpecialMinor;

        [FieldOffset(0x88)]
        public uint DeviceMajor;

        [FieldOffset(0x8c)]
        public uint DeviceMinor;
    }
}
