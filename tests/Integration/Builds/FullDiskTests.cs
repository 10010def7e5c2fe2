using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Disks that are too small, made of memory where only the build sees them.</summary>
[Collection(nameof(BuildSpace))]
public class FullDiskTests(BuildSpace space)
{
    // Mounts a small disk, runs the program, and tells what is left on the disk.
    private const string OnSmallDisk =
        "size=$1 disk=$2; shift 2; mkdir -p $disk && mount -t tmpfs -o size=$size none $disk && \"$@\"; code=$?; echo \"left on the disk: $(ls -A $disk | wc -l)\" >&2; exit $code";

    [Theory]
    [InlineData("60m")]
    [InlineData("4m")]
    public async Task An_image_that_does_not_fit_says_how_much_is_missing(string size)
    {
        using var workshop = On("out", size);
        var error = await workshop.BuildBadlyAsync(1, $"error: no space left in '{workshop.Output}': the image takes about ", "free some space or choose another folder");
        Assert.Matches(@"\d+ ?MiB are missing", error);
        Assert.Contains("left on the disk: 0", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("40m")]
    [InlineData("110m")]
    public async Task A_working_folder_that_is_full_is_told(string size)
    {
        using var workshop = On("work", size);
        var error = await workshop.BuildBadlyAsync(1, "no space left", "", "--scratch", Path.Combine(workshop.Folder, "work"));
        Assert.Contains("folder", error[error.IndexOf("no space left")..], StringComparison.Ordinal);
        Assert.Contains("left on the disk: 0", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_cache_is_told()
    {
        var folder = space.NewFolder();
        using var workshop = On("cache", "80m", folder, Path.Combine(folder, "cache"));
        await workshop.BuildBadlyAsync(1, "no space left", "cache folder");
    }

    private Workshop On(string disk, string size) => On(disk, size, space.NewFolder(), space.Cache);

    private Workshop On(string disk, string size, string folder, string cache) => new Workshop(space, folder)
    {
        Through = ["unshare", "--mount", "sh", "-c", OnSmallDisk, "sh", size, Path.Combine(folder, disk)],
        Cache = cache,
    }.With(new SmallManifest());
}
