using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Workspace;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes;

/// <summary>
/// A file that has no name until it is finished, so that nothing is left of it when this process ends at any moment. Tools reach it
/// through /proc. Where the filesystem has no unnamed files it is called <c>.NAME.partial</c> meanwhile, and a kill leaves that.
/// </summary>
internal sealed class UnfinishedFile : IDisposable
{
    private const int Exists = 17; // EEXIST
    private string? _partialName;

    private UnfinishedFile(SafeFileHandle handle, string? partialName)
    {
        Handle = handle;
        _partialName = partialName;
    }

    public SafeFileHandle Handle { get; }

    /// <summary>A path for tools, good while this process lives: proc(5), /proc/pid/fd.</summary>
    public string ToolPath => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{Handle.DangerousGetHandle()}");

    public static UnfinishedFile Create(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        string? partial = null;
        if (Libc.OpenUnnamed(folder) is not { } handle)
        {
            partial = Path.Combine(folder, $".{name}.partial");
            handle = File.OpenHandle(partial, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        }

        // The build's mask is not the user's, who may want nobody else to read the image.
        if (Umask.OfUser is { } mask)
            File.SetUnixFileMode(handle, (UnixFileMode)(0x1b6 /* 0666 */ & ~mask));
        return new(handle, partial);
    }

    /// <summary>Space taken on disk.</summary>
    public Bytes Allocated => new((long)Libc.Status(ToolPath, follow: true).Blocks * 512);

    /// <summary>Gives the file its name, in place of one that may have had it before.</summary>
    /// <param name="path">The name.</param>
    /// <param name="onDisk">Whether it must be whole even after a power cut.</param>
    public void Commit(string path, bool onDisk = true)
    {
        if (onDisk)
            RandomAccess.FlushToDisk(Handle);
        if (_partialName is not null)
        {
            File.Move(_partialName, path, overwrite: true);
            _partialName = null;
            return;
        }

        var error = Libc.Link(Handle, path);
        if (error == Exists)
        {
            // linkat(2) replaces nothing, rename(2) does.
            var beside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
            error = Libc.Link(Handle, beside);
            if (error == 0)
                File.Move(beside, path, overwrite: true);
        }

        if (error != 0)
            throw new BuildException($"the file cannot be placed at '{path}': {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}");
    }

    public void Dispose()
    {
        Handle.Dispose();
        if (_partialName is not null)
            File.Delete(_partialName);
    }
}
