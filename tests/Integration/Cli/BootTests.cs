using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Qemu;
using BootstrapVz.Test.Integration.Builds;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Cli;

public sealed class BootTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("boot");

    [Fact]
    public async Task Killing_the_program_ends_the_machine()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-system-x86_64"), "needs package qemu-system-x86");
        // The firmware finds nothing to start and waits.
        var disk = Path.Combine(_folder.FullName, "empty.raw");
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], TestContext.Current.CancellationToken);
        using var program = ProgramRun.Start([ProgramRun.Program, "boot", disk], _folder.FullName, new Dictionary<string, string?> { ["TMPDIR"] = _folder.FullName });

        await UntilAsync(() => Machines(disk).Count == 1);
        await program.KillAsync();
        await UntilAsync(() => Machines(disk).Count == 0);
    }

    [Fact]
    public async Task The_reset_button_starts_the_machine_again()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-system-x86_64"), "needs package qemu-system-x86");
        // A boot sector that writes its text to the first serial port and halts.
        var disk = Path.Combine(_folder.FullName, "sector.raw");
        var sector = new byte[1 << 20];
        Convert.FromHexString("be117cbaf803ac84c07403eeebf8f4ebfd").CopyTo(sector, 0);
        "started\r\n\0"u8.CopyTo(sector.AsSpan(0x11));
        (sector[510], sector[511]) = (0x55, 0xaa);
        await File.WriteAllBytesAsync(disk, sector, TestContext.Current.CancellationToken);

        var log = new SilentLog();
        await using var machine = await new QemuRunner(new LocalHost(log), log).StartAsync(new() { Image = disk, Firmware = Firmware.Bios }, TestContext.Current.CancellationToken);
        await machine.Console.ExpectAsync("started", Patience, TestContext.Current.CancellationToken);
        await machine.ResetAsync(TestContext.Current.CancellationToken);
        await machine.Console.ExpectAsync("started", Patience, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IReadOnlyList<string> Machines(string disk) => [.. Processes.Of(disk).Where(process => process.Contains("-machine", StringComparison.Ordinal))];

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(50, limit.Token);
    }
}
