using BootstrapVz.Base.Hosts;
using BootstrapVz.Test.Integration.Manifests;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Hosts;

public sealed class InteractiveProcessTests
{
    [Fact]
    public async Task A_program_outlives_the_thread_that_started_it_and_ends_when_disposed()
    {
        InteractiveProcess? process = null;
        var thread = new Thread(() => process = InteractiveProcess.Start(new LocalHost(new SilentLog()), new("sh", "-c", "echo $$; exec cat"), captured: true));
        thread.Start();
        thread.Join();
        using var lines = new StreamReader(process!.Output);
        var id = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
        await Task.Delay(500, TestContext.Current.CancellationToken);

        await process.Input.WriteAsync("still here\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await process.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("still here", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        await process.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{id}"));
    }
}
