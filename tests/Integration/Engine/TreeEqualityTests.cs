using BootstrapVz.Base.Hosts;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Integration.Engine;

/// <summary>The engine's minimal system is mmdebstrap's, but for the paths tree-exceptions.tsv explains.</summary>
public sealed class TreeEqualityTests
{
    // Accounts that scripts make are dated by it.
    private const string Epoch = "1790000000";

    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("sid")]
    public async Task A_minbase_tree_equals_mmdebstraps(string release)
    {
        Scratch.NeedRoot("mmdebstrap", "python3");
        using var scratch = new Scratch();
        var mirror = MirrorMap.OfHost([]).Map(MirrorMap.Archive);
        await Scratch.Host.RunAsync(
            new Command(
                "mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", "--aptopt=Acquire::Check-Valid-Until \"false\"", release, scratch.Folder + "/theirs", mirror)
            {
                Environment = new Dictionary<string, string?> { ["TMPDIR"] = scratch.Folder, ["SOURCE_DATE_EPOCH"] = Epoch },
            },
            TestContext.Current.CancellationToken);
        File.Delete(scratch.Folder + "/theirs/etc/apt/apt.conf.d/99mmdebstrap"); // the option above

        var ours = await Scratch.UnshareAsync($"SOURCE_DATE_EPOCH={Epoch} $ENGINE {release} {scratch.Folder}/ours $CACHE --mounts --frozen");
        Assert.True(ours.ExitCode == 0, ours.Error);

        var compared = await Scratch.Host.RunAsync(
            new Command(
                "python3", Path.Combine(AppContext.BaseDirectory, "Engine/compare-trees"), scratch.Folder + "/ours", scratch.Folder + "/theirs",
                Path.Combine(AppContext.BaseDirectory, "Engine/tree-exceptions.tsv"))
            {
                AllowedExitCodes = [0, 1],
            },
            TestContext.Current.CancellationToken);
        Assert.True(compared.ExitCode == 0, compared.Output + compared.Error);
    }

    [Fact]
    public async Task The_same_packages_give_the_same_tree_twice()
    {
        Scratch.NeedRoot("python3");
        using var scratch = new Scratch();
        var empty = Path.Combine(scratch.Folder, "none.tsv");
        await File.WriteAllTextAsync(empty, "var/cache/ldconfig/aux-cache\tinode numbers\nvar/log/*\ttimes\n*-old\tbackups\n*/config.dat*\thash order\n", TestContext.Current.CancellationToken);

        var result = await Scratch.UnshareAsync(
            $"cd {scratch.Folder}; for i in a b; do $ENGINE bookworm {scratch.Folder}/$i $CACHE --mounts; done;"
            + $" python3 {AppContext.BaseDirectory}/Engine/compare-trees a b none.tsv");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }
}
