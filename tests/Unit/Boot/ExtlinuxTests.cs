using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using BootstrapVz.Common.Extlinux;
using BootstrapVz.Common.Filesystems;
using BootstrapVz.Test.Testing;
using BootstrapVz.Test.Unit.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Boot;

public sealed class ExtlinuxTests
{
    [Fact]
    public async Task The_configuration_says_how_kernels_are_started()
    {
        await using var lab = new TaskLab();
        var layout = Layouts.Layout("msdos", "root=2GiB", bootloader: Bootloaders.Extlinux);
        lab.Build.Set(TreeLayout.Of(layout));
        var boot = lab.Build.Get<BootSettings>();
        boot.AppendKernelArguments("console=ttyS0", "dyndbg=\"file a.c +p\"");
        boot.Timeout = TimeSpan.FromSeconds(3);
        await lab.RunAsync(new ConfigureExtlinux());

        var lines = lab.Read("/etc/default/extlinux").Split('\n');
        Assert.Contains($"EXTLINUX_PARAMETERS=\"root=UUID={layout.Root.FilesystemUuid} ro console=ttyS0 dyndbg=\\\"file a.c +p\\\"\"", lines);
        Assert.Contains("EXTLINUX_TIMEOUT=30", lines);
    }

    [Fact]
    public async Task Loader_and_library_are_put_into_its_folder_and_kernel_packages_rewrite_the_menu()
    {
        await using var lab = new TaskLab();
        lab.Root.CreateDirectory("/usr/bin");
        await File.WriteAllBytesAsync(lab.Root.Resolve("/usr/bin/extlinux"), ExtlinuxSample.File(wide: true));
        await lab.RunAsync(new InstallExtlinux());

        Assert.Equal(ExtlinuxLoader.Unplaced(new(ExtlinuxSample.BootSector, ExtlinuxSample.Loader(), ExtlinuxSample.Library)), await File.ReadAllBytesAsync(lab.Root.Resolve("/boot/extlinux/ldlinux.sys")));
        Assert.Equal(ExtlinuxSample.Library, await File.ReadAllBytesAsync(lab.Root.Resolve("/boot/extlinux/ldlinux.c32")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, lab.Mode("/boot/extlinux/ldlinux.sys"));
        Assert.StartsWith("#!/bin/sh\n", lab.Read("/etc/kernel/postinst.d/zz-update-extlinux"));
        Assert.StartsWith("#!/bin/sh\n", lab.Read("/etc/kernel/postrm.d/zz-update-extlinux"));
    }

    [Fact]
    public async Task The_menu_is_what_the_image_itself_writes()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new WriteExtlinuxMenu());
        Assert.Equal(["chroot {root} update-extlinux"], lab.Commands);
    }
}
