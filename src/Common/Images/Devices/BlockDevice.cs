using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Images.Devices;

/// <summary>A block device that nobody else uses while this is open.</summary>
internal sealed class BlockDevice : IDisposable
{
    private const int TypeBits = 0xf000; // inode(7)
    private const int Block = 0x6000;
    private const int NotPermitted = 1;  // EPERM
    private const int NoAccess = 13;     // EACCES
    private const int Busy = 16;         // EBUSY
    private const int Piece = 1 << 20;

    private readonly SafeFileHandle _handle;

    private BlockDevice(string path, SafeFileHandle handle)
    {
        (Path, _handle) = (path, handle);
        Size = new(Libc.Length(handle));
    }

    /// <summary>The device's path.</summary>
    public string Path { get; }

    /// <summary>How much it holds.</summary>
    public Bytes Size { get; }

    /// <summary>Opens a device. The kernel refuses that while it or a part of it is mounted, swapped to, or part of another device: open(2), O_EXCL.</summary>
    /// <exception cref="BuildException">There is no such device, or it is in use.</exception>
    /// <exception cref="HostRequirementException">This user may not write to it.</exception>
    public static BlockDevice Open(string path)
    {
        if (!File.Exists(path))
            throw new BuildException($"the device '{path}' does not exist", "lsblk lists those there are");
        var status = Libc.Status(path, follow: true);
        if ((status.Mode & TypeBits) != Block)
            throw new BuildException($"'{path}' is no block device", "name a disk or a partition, such as /dev/sdb");
        if (Libc.OpenExclusive(path) is { } handle)
            return new(path, handle);
        var error = Marshal.GetLastPInvokeError();
        throw error switch
        {
            Busy => InUse(path, DeviceUse.MountPoints(status.SpecialMajor, status.SpecialMinor)),
            NotPermitted or NoAccess => new HostRequirementException([new($"the right to write to '{path}'", "run bootstrap-vz as root")]),
            _ => new BuildException($"'{path}' cannot be written to: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }

    /// <summary>Makes sure that a volume fits.</summary>
    /// <exception cref="BuildException">It does not.</exception>
    public void RequireRoom(Bytes volume)
    {
        if (Size < volume)
            throw new BuildException($"'{Path}' holds {Size} and the volume takes {volume}: {volume - Size} are missing", "use a larger device, or give less to the partitions");
    }

    /// <summary>Copies a raw disk to the start of the device; its holes become zeros without being written where the device can do that.</summary>
    public void Write(SafeFileHandle raw, CancellationToken ct)
    {
        var length = RandomAccess.GetLength(raw);
        var position = 0L;
        foreach (var (start, end) in SparseCopy.DataRanges(raw, length))
        {
            Zero(position, start, ct);
            for (position = start; position < end; position = Math.Min(position + Piece, end))
            {
                ct.ThrowIfCancellationRequested();
                SparseCopy.CopyRange(raw, position, _handle, position, Math.Min(Piece, end - position));
            }
        }

        Zero(position, length, ct);
        RandomAccess.FlushToDisk(_handle);
    }

    /// <summary>SHA-256 of what the device itself holds, not of what the kernel remembers.</summary>
    public string Sha256(Bytes length, CancellationToken ct)
    {
        Libc.ForgetCached(_handle);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Piece];
        for (var position = 0L; position < length.Count;)
        {
            ct.ThrowIfCancellationRequested();
            var read = RandomAccess.Read(_handle, buffer.AsSpan(0, (int)Math.Min(Piece, length.Count - position)), position);
            if (read == 0)
                throw new IOException($"'{Path}' ended while it was read");
            hash.AppendData(buffer, 0, read);
            position += read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void Zero(long start, long end, CancellationToken ct)
    {
        if (start == end || Libc.MakeZero(_handle, start, end - start))
            return;
        var zeros = new byte[Math.Min(Piece, end - start)];
        for (; start < end; start += Piece)
        {
            ct.ThrowIfCancellationRequested();
            RandomAccess.Write(_handle, zeros.AsSpan(0, (int)Math.Min(zeros.Length, end - start)), start);
        }
    }

    private static BuildException InUse(string path, IReadOnlyList<string> mountPoints) => mountPoints.Count > 0
        ? new($"'{path}' is mounted at {string.Join(", ", mountPoints.Select(m => $"'{m}'"))}", "unmount it, if it is the right one: everything on it will be overwritten")
        : new($"'{path}' is in use, as swap, as a part of another device or by a program", $"lsblk {path} shows more; everything on it will be overwritten");
}
