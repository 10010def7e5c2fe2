using BootstrapVz.Base.Errors;
using BootstrapVz.Plugins.FileCopy;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class FileCopyTests
{
    [Fact]
    public async Task Directories_are_made_and_given_what_the_manifest_says()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new MakeDirectories(new()
        {
            Mkdirs = [new() { Dir = "/srv/www", Owner = "joe", Group = "www-data", Permissions = "2775" }, new() { Dir = "/srv/ftp" }],
            Files = [],
        }));

        Assert.Equal(
            [
                "chroot {root} mkdir --parents -- /srv/www",
                "chroot {root} chown -- joe /srv/www",
                "chroot {root} chgrp -- www-data /srv/www",
                "chroot {root} chmod -- 2775 /srv/www",
                "chroot {root} mkdir --parents -- /srv/ftp",
            ],
            lab.Commands);
    }

    [Fact]
    public async Task A_missing_target_directory_is_an_error_that_names_it()
    {
        await using var lab = new TaskLab();
        var manifest = ManifestSamples.At("/etc/manifest.yml");
        var task = new CopyFiles(new() { Files = [new() { Src = "hosts", Dst = "/nowhere/hosts" }] });

        var error = await Assert.ThrowsAsync<BuildException>(() => lab.RunAsync(task));
        Assert.Contains("/nowhere/hosts", error.Message, StringComparison.Ordinal);
        Assert.Contains("mkdirs", error.Hint!, StringComparison.Ordinal);
    }
}
