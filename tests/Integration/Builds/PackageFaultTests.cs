using System.Text.Json;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Packages that cannot be installed.</summary>
[Collection(nameof(BuildSpace))]
public class PackageFaultTests(BuildSpace space)
{
    [Fact]
    public async Task A_package_that_does_not_exist_has_a_suggestion()
    {
        using var workshop = new Workshop(space).With(new SmallManifest { Packages = ["vim-tinny"] });
        await workshop.BuildBadlyAsync(1, "error: package 'vim-tinny' does not exist in the image's sources", "did you mean 'vim-tiny'?");
    }

    [Fact]
    public async Task A_package_of_the_minimal_system_that_does_not_exist_has_a_suggestion()
    {
        using var workshop = new Workshop(space).With(new SmallManifest { Bootstrapper = "variant: minbase, include_packages: [netbas]" });
        await workshop.BuildBadlyAsync(1, "error: package 'netbas' does not exist in the image's sources", "did you mean 'netbase'?");
    }

    [Fact]
    public async Task A_failing_script_names_its_package_and_shows_what_it_said()
    {
        using var workshop = new Workshop(space);
        var file = await PackageAsync(workshop.Folder, "ill-made", "#!/bin/sh\necho 'the left screw is loose' >&2\nexit 7\n");
        workshop.With(new SmallManifest { Packages = [file] });
        var error = await workshop.BuildBadlyAsync(1, "error: package 'ill-made' cannot be configured:", null);
        Assert.Contains("the left screw is loose", error, StringComparison.Ordinal);
        Assert.Contains("Rolling back", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_file_may_replace_a_package_of_the_minimal_system()
    {
        using var workshop = new Workshop(space);
        var file = await PackageAsync(workshop.Folder, "hostname", "#!/bin/sh\n", "99:1");
        var end = await workshop.With(new SmallManifest { Packages = [file] }).BuildWellAsync("--json");
        using var result = JsonDocument.Parse(end.Out);
        Assert.Contains("99:1", result.RootElement.GetProperty("packages").EnumerateArray().Where(p => p.GetProperty("name").GetString() == "hostname").Select(p => p.GetProperty("version").GetString()));
    }

    [Fact]
    public async Task A_daemon_that_a_script_starts_ends_with_the_build()
    {
        using var workshop = new Workshop(space);
        var file = await PackageAsync(workshop.Folder, "demon", "#!/bin/sh\nsetsid sleep 999 </dev/null >/dev/null 2>&1 &\n");
        await workshop.With(new SmallManifest { Packages = [file] }).BuildWellAsync();

        Directory.Delete(workshop.Output, recursive: true);
        await workshop.AssertNothingLeftAsync();
    }

    [Fact]
    public async Task A_damaged_package_file_is_an_error_that_names_it()
    {
        using var workshop = new Workshop(space);
        var file = await PackageAsync(workshop.Folder, "half", "#!/bin/sh\n");
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..300]);
        await workshop.With(new SmallManifest { Packages = [file] }).BuildBadlyAsync(1, "half.deb", null);
    }

    private static Task<string> PackageAsync(string folder, string name, string postinst, string version = "1") =>
        new DebPackage(name) { Version = version, PostInst = postinst }.MakeAsync(folder);
}
