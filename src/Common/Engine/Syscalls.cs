using System.Runtime.InteropServices;
using System.Text;

namespace BootstrapVz.Common.Engine;

/// <summary>What a path is: its mode with the type bits, and the file system it is on.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileKind(uint Mode, ulong Device)
{
    internal bool IsDirectory => (Mode & 0xF000) == 0x4000;

    internal bool IsSymlink => (Mode & 0xF000) == 0xA000;

    internal bool IsRegular => (Mode & 0xF000) == 0x8000;
}

/// <summary>The file system calls an unpacker needs and the framework lacks. Every path is relative to an open directory.</summary>
internal static unsafe partial class Syscalls
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int CreateNew = 0xC0; // O_CREAT | O_EXCL
    internal const int CloseOnExec = 0x80000;
    internal const int NoFollowLink = 0x100; // AT_SYMLINK_NOFOLLOW

    internal const int NoPermission = 1; // EPERM
    internal const int NoEntry = 2; // ENOENT
    internal const int Interrupted = 4; // EINTR
    internal const int Exists = 17; // EEXIST
    internal const int NotDirectory = 20; // ENOTDIR
    internal const int NoSpace = 28; // ENOSPC
    internal const int NotSupported = 95; // EOPNOTSUPP
    internal const int QuotaExceeded = 122; // EDQUOT

    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint TypeAndMode = 0x3; // STATX_TYPE | STATX_MODE

    // The two flags whose values differ between Debian's architectures: asm/fcntl.h of arm, arm64 and powerpc.
    private static readonly bool OwnFlags = RuntimeInformation.ProcessArchitecture
        is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le;

    internal static int DirectoryOnly => OwnFlags ? 0x4000 : 0x10000; // O_DIRECTORY

    internal static int NoFollow => OwnFlags ? 0x8000 : 0x20000; // O_NOFOLLOW

    internal static int Error => Marshal.GetLastPInvokeError();

    internal static bool IsFull => Error is NoSpace or QuotaExceeded;

    internal static int SetTimes(int directory, string path, long seconds, long nanoseconds)
    {
        var times = stackalloc long[] { seconds, nanoseconds, seconds, nanoseconds };
        return UtimensAt(directory, path, times, NoFollowLink);
    }

    internal static int SetTimes(int file, long seconds, long nanoseconds)
    {
        var times = stackalloc long[] { seconds, nanoseconds, seconds, nanoseconds };
        return Futimens(file, times);
    }

    /// <summary>What a path is, a link at its end not followed; null when it does not exist. The empty path is the directory itself.</summary>
    internal static FileKind? Stat(int directory, string path)
    {
        var buffer = stackalloc byte[256];
        if (Statx(directory, path, NoFollowLink | EmptyPath, TypeAndMode, buffer) != 0)
            return Error is NoEntry or NotDirectory ? null : throw Failure("look at", path);

        // struct statx is the same on every architecture, statx(2): stx_mode at 28, stx_dev_major at 136, stx_dev_minor at 140.
        return new(*(ushort*)(buffer + 28), ((ulong)*(uint*)(buffer + 136) << 32) | *(uint*)(buffer + 140));
    }

    /// <summary>A symbolic link's target.</summary>
    internal static string ReadLink(int directory, string path)
    {
        var buffer = stackalloc byte[4096];
        var length = ReadlinkAt(directory, path, buffer, 4096);
        return length >= 0 ? Encoding.Latin1.GetString(buffer, (int)length) : throw Failure("read the link", path);
    }

    /// <summary>Writes all bytes; false when it failed.</summary>
    internal static bool WriteAll(int file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint done = 0;
            while (done < bytes.Length)
            {
                var written = Write(file, start + done, bytes.Length - done);
                if (written < 0 && Error != Interrupted)
                    return false;
                done += Math.Max(written, 0);
            }
        }

        return true;
    }

    internal static int SetAttribute(int file, string name, ReadOnlySpan<byte> value)
    {
        fixed (byte* start = value)
            return Fsetxattr(file, name, start, value.Length, 0);
    }

    /// <summary>The last call's failure, with the reason in words.</summary>
    internal static IOException Failure(string what, string path) =>
        new($"cannot {what} '/{BytePath.Display(path)}': {Marshal.GetPInvokeErrorMessage(Error)}", Error);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    internal static partial int Open(int directory, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    internal static partial int MakeDirectory(int directory, string path, uint mode);

    [LibraryImport("libc", EntryPoint = "mknodat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    internal static partial int MakeNode(int directory, string path, uint mode, ulong device);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    internal static partial int MakeSymlink(string target, int directory, string path);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    internal static partial int MakeHardLink(int fromDirectory, string from, int toDirectory, string to, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    internal static partial int Unlink(int directory, string path, int flags);

    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    internal static partial int ChangeMode(int directory, string path, uint mode, int flags);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    internal static partial int ChangeOwner(int directory, string path, uint user, uint group, int flags);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(int file, uint mode);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(int file, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    private static partial int UtimensAt(int directory, string path, long* times, int flags);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static partial int Futimens(int file, long* times);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    private static partial int Statx(int directory, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    private static partial nint ReadlinkAt(int directory, string path, byte* buffer, nint size);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    private static partial int Fsetxattr(int file, string name, byte* value, nint size, int flags);
}
