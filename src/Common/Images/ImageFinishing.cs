using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Images;

/// <summary>What becomes of disk images beside their format. Plugins ask for it in Preparation.</summary>
public sealed class ImageFinishing : IInput
{
    /// <summary>Whether the clusters of qcow2 images are compressed.</summary>
    public bool Compress { get; set; }

    /// <summary>What each disk image is wrapped in; null when it is placed as it is.</summary>
    public ImageWrapper? Wrapper { get; set; }

    string IInput.InputText => $"compressed: {Compress}, wrapped: {Wrapper}";
}

/// <summary>Makes a file of another kind of a disk image, which is placed instead of it. A record, whose values tell all that it depends on.</summary>
public abstract record ImageWrapper
{
    /// <summary>What the file is called: <c>box</c>; also what follows the image's name.</summary>
    public abstract string Format { get; }

    /// <summary>Writes the file.</summary>
    /// <param name="disk">The image.</param>
    /// <param name="target">The file, which is empty.</param>
    /// <param name="ct">Stops it.</param>
    public abstract Task WriteAsync(WrappedDisk disk, Stream target, CancellationToken ct);
}

/// <summary>A disk image that is about to be wrapped.</summary>
/// <param name="Path">Where the image can be read; it has no name yet.</param>
/// <param name="Format">Its format: <c>qcow2</c>.</param>
/// <param name="VirtualSize">The disk's size in bytes.</param>
/// <param name="Seed">Equal seeds give equal identifiers.</param>
/// <param name="Epoch">When it was made, in seconds since 1970.</param>
/// <param name="Jobs">How much may be done at the same time.</param>
public sealed record WrappedDisk(string Path, string Format, long VirtualSize, string Seed, long Epoch, int Jobs);
