using System.Globalization;
using System.IO.Compression;
using System.IO.MemoryMappedFiles;
using System.Text;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Engine;

/// <summary>A .deb file: an ar archive with the members debian-binary, control.tar.* and data.tar.*; see deb(5).</summary>
internal sealed unsafe class DebFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly Dictionary<string, (long Offset, long Length)> _members = [];

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is no .deb file.</exception>
    public DebFile(string path)
    {
        var length = new FileInfo(path).Length;
        if (length < 8)
            throw new InvalidDataException("not a Debian package: the file is too short");
        _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        try
        {
            ReadMembers(length);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>When a package was built, in seconds since 1970: nothing in it is dated later.</summary>
    /// <remarks>The time of the first member; dpkg-deb(1), SOURCE_DATE_EPOCH.</remarks>
    public static long BuiltAt(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[8 + 28];
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && long.TryParse(Encoding.Latin1.GetString(header[24..]).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : 0;
    }

    /// <summary>The tar archive with the control files, decompressed while it is read.</summary>
    public Stream OpenControl() => Open("control.tar");

    /// <summary>The tar archive with the package's files, decompressed while it is read.</summary>
    public Stream OpenData() => Open("data.tar");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_start is not null)
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }

    private void ReadMembers(long length)
    {
        if (!new ReadOnlySpan<byte>(_start, 8).SequenceEqual("!<arch>\n"u8))
            throw new InvalidDataException("not a Debian package: no ar archive");
        long position = 8;
        while (position + 60 <= length)
        {
            // ar(5): name 16, time 12, owner 6, group 6, mode 8, size 10, end "`\n".
            var header = Encoding.Latin1.GetString(_start + position, 60);
            if (!header.EndsWith("`\n", StringComparison.Ordinal) || !long.TryParse(header.AsSpan(48, 10), out var size) || size < 0)
                throw new InvalidDataException("damaged ar archive");
            position += 60;
            if (position + size > length)
                throw new InvalidDataException("the file is cut off");
            _members.TryAdd(header[..16].TrimEnd(' ', '/'), (position, size));
            position += size + (size & 1);
        }
    }

    private Stream Open(string name)
    {
        var (member, place) = _members.FirstOrDefault(m => m.Key == name || m.Key.StartsWith(name + ".", StringComparison.Ordinal));
        if (member is null)
            throw new InvalidDataException($"the file has no {name}");
        var start = _start + place.Offset;
        try
        {
            return member[name.Length..] switch
            {
                "" => new UnmanagedMemoryStream(start, place.Length),
                ".xz" => new XzStream(start, place.Length),
                ".lzma" => new XzStream(start, place.Length, alone: true),
                ".gz" => new GZipStream(new UnmanagedMemoryStream(start, place.Length), CompressionMode.Decompress),
                ".zst" => new ZstdStream(start, place.Length),
                ".bz2" => new Bzip2Stream(start, place.Length),
                var other => throw new InvalidDataException($"the file is compressed in an unknown way: '{other}'"),
            };
        }
        catch (DllNotFoundException error)
        {
            throw new HostRequirementException(
                [new($"the library for '{member}' ({error.Message.Split(' ').FirstOrDefault(w => w.Contains(".so")) ?? "compression"})",
                    "install it: apt-get install liblzma5 libzstd1 libbz2-1.0")]);
        }
    }
}
