using System.Diagnostics;
using Xunit;

namespace BootstrapVz.Test.Integration.Cli;

/// <summary>Several fronts' worth of builders from one front.</summary>
[Collection(nameof(BuilderTests))]
public class MatrixTests
{
    [Fact]
    public async Task A_cell_that_fails_stops_no_other()
    {
        using var front = NewFront();
        var (code, output, error) = await front.BuildAsync("matrix.yml --progress plain");

        Assert.True(code == 1, error);
        Assert.Contains("[bad,{}] error: this was meant to fail\n[bad,{}]   hint: ", error, StringComparison.Ordinal);
        Assert.Equal(["one.img", "two.img"], Directory.GetFiles(Path.Combine(front.Folder, "out")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Matches(@"(?m)^one +built ", output);
        Assert.Matches(@"(?m)^two +built ", output);
        Assert.Matches(@"(?m)^bad,\{\} +failed +- +\d+\.\d +- +log ", output);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(front.Folder, "log")).Length);
        AssertNothingLeft(front);
    }

    [Fact]
    public async Task An_interruption_rolls_every_cell_back_and_begins_no_other()
    {
        using var front = new Front();
        using var process = front.Start("slow.yml --progress plain --jobs 2 --matrix name=one,two,three,four");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Front.WaitForAsync(process, "Taking a minute");
        using (var kill = Process.Start("kill", ["-s", "INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Front.WaitForAsync(process, "Rolling back");
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("interrupted", await output, StringComparison.Ordinal);
        Assert.Contains("not begun", await output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(front.Folder, "out")));
        AssertNothingLeft(front);
    }

    private static Front NewFront()
    {
        var front = new Front();
        File.WriteAllText(Path.Combine(front.Folder, "matrix.yml"), """
            matrix:
              manifests: [good.yml]
              axes: {name: [one, two]}
              include: [{name: bad, plugins.fixture_fail: {}}]
            """);
        return front;
    }

    private static void AssertNothingLeft(Front front)
    {
        for (var i = 0; i < 400 && front.Processes().Count > 0; i++)
            Thread.Sleep(50);
        Assert.Empty(front.Processes());
        Assert.Empty(front.Mounts());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(front.Folder, "cache/run")));
    }
}
