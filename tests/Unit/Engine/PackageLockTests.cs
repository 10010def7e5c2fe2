using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class PackageLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("packages");

    [Fact]
    public async Task A_package_is_fetched_by_one_at_a_time_and_another_beside_it()
    {
        var store = new PackageStore(_folder.FullName);
        var first = await store.LockAsync("aa", TimeProvider.System, default);
        var second = store.LockAsync("aa", TimeProvider.System, default);
        using var other = await store.LockAsync("bb", TimeProvider.System, default);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);

        first.Dispose();
        (await second.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Dispose();
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "fetching")));
    }

    [Fact]
    public async Task Many_that_want_one_package_take_turns()
    {
        var store = new PackageStore(_folder.FullName);
        var inside = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, ct) =>
        {
            using var held = await store.LockAsync("aa", TimeProvider.System, ct);
            Interlocked.Increment(ref inside);
        });
        Assert.Equal(200, inside);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
