using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Images;

/// <summary>One image to make.</summary>
/// <param name="Format">Its kind.</param>
/// <param name="Path">Where it is placed. What has that name is replaced, and only by a finished image.</param>
public sealed record ImageOutput(ImageFormat Format, string Path);

/// <summary>The images of a build.</summary>
internal static class ImageOutputs
{
    /// <summary>Those a manifest asks for.</summary>
    public static IReadOnlyList<ImageOutput> Of(Manifest manifest, BuildContext build) =>
        [.. manifest.Formats.Select(format => new ImageOutput(format, manifest.ImagePath(format, build.Paths.Output, build.Expand)))];

    /// <summary>The time they carry, in seconds since 1970.</summary>
    public static long EpochOf(BuildContext build) => build.Chroot.SourceDateEpoch ?? build.Host.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Puts finished images into the build's result.</summary>
    public static void Report(BuildContext build, IReadOnlyList<VolumeResult> results)
    {
        foreach (var result in results)
        {
            build.Get<BuildOutcome>().Images.Add(new(
                result.Path, result.Format, result.Sha256, result.VirtualSize.Count, result.ApparentSize.Count, result.AllocatedSize.Count));
            build.Log.Info($"the image is '{result.Path}'");
        }
    }
}
