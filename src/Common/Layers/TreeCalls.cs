using System.Runtime.InteropServices;
using System.Text;
using BootstrapVz.Common.Engine;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Layers;

/// <summary>The file system calls of a tree's copy; paths are absolute, one character for one byte.</summary>
internal static unsafe partial class TreeCalls
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint BasicStatus = 0x7ff; // STATX_BASIC_STATS
    private const int RemoveDirectory = 0x200; // AT_REMOVEDIR
    private const int NoData = 61; // ENODATA
    private const int NotSupported = 95; // EOPNOTSUPP

    /// <summary>What the kernel knows of a name; a link at its end is not followed.</summary>
    public static NodeStatus Status(string path) => Statx(CurrentFolder, path, NoFollow, BasicStatus, out var status) == 0 ? status : throw Failure(path);

    /// <summary>The names in a directory, in no order.</summary>
    public static List<string> Names(string path)
    {
        var directory = OpenDirectory(path);
        if (directory == 0)
            throw Failure(path);
        var names = new List<string>();
        try
        {
            byte* entry;
            while ((entry = ReadDirectory(directory)) is not null)
            {
                // struct dirent with 64-bit offsets, readdir(3): the name is behind inode, offset, length and type.
                var name = Encoding.Latin1.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + 19));
                if (name is not ("." or ".."))
                    names.Add(name);
            }
        }
        finally
        {
            _ = CloseDirectory(directory);
        }

        return names;
    }

    /// <summary>Opens a file for reading; a link is not followed.</summary>
    public static SafeFileHandle OpenFile(string path)
    {
        var file = Syscalls.Open(CurrentFolder, path, Syscalls.ReadOnly | Syscalls.NoFollow | Syscalls.CloseOnExec, 0);
        return file >= 0 ? new(file, ownsHandle: true) : throw Failure(path);
    }

    /// <summary>Extended attributes, sorted by name.</summary>
    public static IReadOnlyList<(string Name, byte[] Value)> Attributes(string path)
    {
        var buffer = new byte[4096];
        nint length;
        fixed (byte* start = buffer)
            length = ListAttributes(path, start, buffer.Length);
        if (length <= 0)
            return length == 0 || Marshal.GetLastPInvokeError() == NotSupported ? [] : throw Failure(path);
        var names = Encoding.Latin1.GetString(buffer, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return [.. names.Order(StringComparer.Ordinal).Select(name => (name, Value: Attribute(path, name))).Where(a => a.Value is not null).Select(a => (a.name, a.Value!))];
    }

    public static void SetAttribute(string path, string name, byte[] value)
    {
        fixed (byte* start = value)
        {
            if (SetAttribute(path, name, start, value.Length, 0) != 0)
                throw Failure(path);
        }
    }

    /// <summary>Removes a name, and everything in it when it is a directory; links are never followed.</summary>
    public static void Remove(string path)
    {
        if (Syscalls.Stat(CurrentFolder, path) is not { } there)
            return;
        if (there.IsDirectory)
        {
            foreach (var name in Names(path))
                Remove(path + "/" + name);
        }

        if (Syscalls.Unlink(CurrentFolder, path, there.IsDirectory ? RemoveDirectory : 0) != 0)
            throw Failure(path);
    }

    public static string LinkTarget(string path) => Syscalls.ReadLink(CurrentFolder, path);

    /// <summary>Sets owner, mode and times, in the order in which none undoes another.</summary>
    public static void Finish(string path, TreeNode node)
    {
        if (Syscalls.ChangeOwner(CurrentFolder, path, node.User, node.Group, NoFollow) != 0
            || (node.Kind != NodeKind.Symlink && Syscalls.ChangeMode(CurrentFolder, path, node.Mode, 0) != 0))
        {
            throw Failure(path);
        }

        foreach (var (name, value) in node.Attributes)
            SetAttribute(path, name, value);
        if (Syscalls.SetTimes(CurrentFolder, path, node.Seconds, node.Nanoseconds) != 0)
            throw Failure(path);
    }

    public static IOException Failure(string path) => Syscalls.IsFull
        ? new IOException($"no space left on device: '{BytePath.Display(path)}'", Syscalls.NoSpace)
        : new IOException($"'{BytePath.Display(path)}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    private static byte[]? Attribute(string path, string name)
    {
        var buffer = new byte[65536];
        fixed (byte* start = buffer)
        {
            var length = GetAttribute(path, name, start, buffer.Length);
            if (length >= 0)
                return buffer[..(int)length];
        }

        return Marshal.GetLastPInvokeError() == NoData ? null : throw Failure(path);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    private static partial int Statx(int directory, string path, int flags, uint mask, out NodeStatus status);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    private static partial nint OpenDirectory(string path);

    [LibraryImport("libc", EntryPoint = "readdir64", SetLastError = true)]
    private static partial byte* ReadDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "closedir", SetLastError = true)]
    private static partial int CloseDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "llistxattr", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    private static partial nint ListAttributes(string path, byte* names, nint size);

    [LibraryImport("libc", EntryPoint = "lgetxattr", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    private static partial nint GetAttribute(string path, string name, byte* value, nint size);

    [LibraryImport("libc", EntryPoint = "lsetxattr", SetLastError = true, StringMarshallingCustomType = typeof(BytePath))]
    private static partial int SetAttribute(string path, string name, byte* value, nint size, int flags);

    /// <summary>The kernel's struct statx, the same on every architecture: statx(2).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct NodeStatus
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
        public long Size;

        [FieldOffset(0x60)]
        public long ChangedSeconds;

        [FieldOffset(0x68)]
        public uint ChangedNanoseconds;

        [FieldOffset(0x70)]
        public long Seconds;

        [FieldOffset(0x78)]
        public uint Nanoseconds;

        [FieldOffset(0x80)]
        public uint DeviceMajor;

        [FieldOffset(0x84)]
        public uint DeviceMinor;

        [FieldOffset(0x88)]
        public ulong FileSystem;

        public readonly NodeKind Kind => (NodeKind)(Mode & 0xF000);
    }
}
