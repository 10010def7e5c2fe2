using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Qemu;
using Xunit;

namespace BootstrapVz.Test.Unit.Qemu;

public sealed class QemuCommandTests
{
    [Fact]
    public void An_image_is_started_from_a_snapshot_under_uefi()
    {
        var command = QemuCommand.Build(
            new() { Image = "/i/a,b.qcow2", Firmware = Firmware.Uefi, SshPort = 2222 }, "qcow2", Accelerator.Kvm, new("/code", "/vars"));

        Assert.Equal(
            "qemu-system-x86_64 -name a-b -machine q35 -accel kvm -cpu host -m 1024M -smp 2 -display none -serial mon:stdio "
            + "-drive if=pflash,format=raw,unit=0,readonly=on,file=/code -drive if=pflash,format=raw,unit=1,file=/vars "
            + "-drive if=none,id=disk,format=qcow2,discard=unmap,file=/i/a,,b.qcow2,snapshot=on -device virtio-blk-pci,drive=disk,bootindex=1 "
            + "-netdev user,id=net,hostfwd=tcp:127.0.0.1:2222-:22 -device virtio-net-pci,netdev=net,romfile= -device virtio-rng-pci",
            command.ToString());
    }

    [Fact]
    public void Secure_boot_keeps_the_firmware_s_variables_from_the_guest()
    {
        var command = QemuCommand.Build(new() { Image = "a.raw", SecureBoot = true }, "raw", Accelerator.Tcg, new("/code", "/vars")).ToString();

        Assert.Contains(" -machine q35,smm=on ", command);
        Assert.Contains(" -global driver=cfi.pflash01,property=secure,value=on -global ICH9-LPC.disable_s3=1 -drive if=pflash,", command);
        Assert.DoesNotContain("smm", QemuCommand.Build(
            new() { Image = "a.raw", SecureBoot = true, Architecture = ArchitectureTable.Arm64 }, "raw", Accelerator.Tcg, new("/code", "/vars")).ToString());
    }

    [Fact]
    public void A_writable_image_of_arm64_is_emulated_on_its_own_machine()
    {
        var command = QemuCommand.Build(
            new() { Image = "a.raw", Architecture = ArchitectureTable.Arm64, Writable = true, EndOnReboot = true }, "raw", Accelerator.Tcg, new("/code", "/vars")).ToString();

        Assert.StartsWith("qemu-system-aarch64 -name a -machine virt -accel tcg,thread=multi -cpu ", command);
        Assert.Contains("-serial mon:stdio", command);
        Assert.DoesNotContain("snapshot", command);
        Assert.EndsWith("-no-reboot", command);
    }

    [Fact]
    public void Firmware_without_variables_is_the_first_program()
    {
        var command = QemuCommand.Build(
            new() { Image = "a.raw", Architecture = ArchitectureTable.Riscv64 }, "raw", Accelerator.Tcg, new("/uboot.elf", null)).ToString();

        Assert.StartsWith("qemu-system-riscv64 -name a -machine virt ", command);
        Assert.Contains(" -kernel /uboot.elf -drive if=none,", command);
    }

    [Fact]
    public void Further_drives_come_behind_everything_else()
    {
        var command = QemuCommand.Build(
            new() { Image = "a.raw", Drives = [new("/seed,1.iso", "raw"), new("/disk.qcow2", "qcow2")] }, "raw", Accelerator.Tcg, firmware: null).ToString();

        Assert.EndsWith(
            " -device virtio-rng-pci -drive if=none,id=drive0,format=raw,file=/seed,,1.iso,snapshot=on -device virtio-blk-pci,drive=drive0"
            + " -drive if=none,id=drive1,format=qcow2,file=/disk.qcow2,snapshot=on -device virtio-blk-pci,drive=drive1",
            command);
    }
}
