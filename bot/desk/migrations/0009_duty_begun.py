from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0008_callback_ends'),
    ]

    operations = [
        migrations.AddField(
            model_name='duty',
            name='went_on_duty',
            field=models.DateTimeField(blank=True, help_text='When they last said that they are on duty.', null=True),
        ),
    ]
